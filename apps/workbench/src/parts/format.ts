/** Times are in the site's zone, which the api tells; days are calendar days and have no zone. */
export interface Site {
  zone: string
}

const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 })
const count = new Intl.NumberFormat('en-US')

export const counted = (value: number): string => count.format(value)

const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : value < 0 ? `−${text}` : text)

/** Cents as whole dollars with their sign; a dash where it is unknown. */
export const gainOf = (cents: number | null): string =>
  cents === null ? '–' : signed(cents, money.format(Math.abs(cents) / 100))

/** Dollars, with their sign. */
export const dollars = (amount: number | null): string => gainOf(amount === null ? null : Math.round(amount * 100))

const charges = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' })

/** An amount as a claim has it, `35500.00`: `$35,500.00`. */
export const chargesOf = (amount: string): string => charges.format(Number(amount))

export const weightOf = (weight: number | null): string => (weight === null ? '–' : weight.toFixed(4))
export const weightChange = (delta: number | null): string =>
  delta === null ? '–' : signed(delta, Math.abs(delta).toFixed(4))

const TO_THE_MINUTE = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const

/** A format is dear to make (0.1 ms and more) and is asked for by each cell of a list: each is made once. */
const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, made)
  return made
}

const written = (timeZone: string, instant: string, options: Intl.DateTimeFormatOptions): string =>
  formatOf('en-GB', { timeZone, ...options }).format(new Date(instant))

/** `5 Jan 2026, 14:03` at the site. */
export const timeAt = ({ zone }: Site, instant: string): string => written(zone, instant, TO_THE_MINUTE)

/** `5 Jan 2026, 14:03:27` at the site, where the order of things counts. */
export const secondAt = ({ zone }: Site, instant: string): string =>
  written(zone, instant, { ...TO_THE_MINUTE, second: '2-digit' })

/** `5 Jan 2026` of an ISO date. */
export const dayOf = (date: string): string =>
  written('UTC', `${date}T00:00:00Z`, { day: 'numeric', month: 'short', year: 'numeric' })

/** The ISO date of an instant at the site. */
export const dateAt = ({ zone }: Site, instant: Date): string =>
  formatOf('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant)

const DAY_MS = 86_400_000

/** Days from one ISO date to another. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS

/** The ISO date so many days later. */
export const daysLater = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)

/** How long ago, in the largest whole unit: `3 d`. */
export function ageOf(instant: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(instant)) / 60_000))
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`
}
