/** The days that the schemas take. */
const DATE = /^(18|19|20|21)\d{2}-\d{2}-\d{2}$/

/** Whether it is a day of the calendar as IsoDate has it. */
export function isIsoDate(text: string): boolean {
  if (!DATE.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
