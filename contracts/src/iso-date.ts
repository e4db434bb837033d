/** Whether a text is a day of the calendar, `YYYY-MM-DD`: read and written again, 30 February is another day. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text
}

/** Whether it is a day as IsoDate has it: the schemas take the years 1800 to 2199. */
export const isIsoDate = (text: string): boolean => /^(18|19|20|21)/.test(text) && isDay(text)
