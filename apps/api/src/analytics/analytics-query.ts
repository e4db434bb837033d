import { isDimension } from '@claims-audit/ledger'
import type { Dimension, Measure, MeasureQuery } from '@claims-audit/ledger'
import { isDay, plain, wrongQuery } from '../read-query.js'

const DAY_MS = 86_400_000
const DEFAULT_DAYS = 90
/** Rows of longer periods are too many to add up while a person waits. */
const MOST_DAYS = 400

type Narrowed = Pick<MeasureQuery, 'from' | 'to' | 'filter'>

/**
 * Reads the period and the filters of a measure; `today` is an ISO day. Throws a 400 that names every parameter that is
 * wrong or unknown.
 */
export function readMeasureQuery(
  { tenant, by, from, to, ...rest }: Record<string, unknown>,
  measure: Measure,
  today: string,
): Narrowed & { by: Dimension | undefined } {
  const wrong = Object.entries(rest).flatMap(([name, value]) =>
    isOf(measure, name) && readValue(name, value) !== undefined ? [] : [name],
  )
  // Whose it is, the guard has settled; a name that it could not read is refused here.
  if (tenant !== undefined && (typeof tenant !== 'string' || plain(tenant) === undefined)) wrong.push('tenant')
  if (by !== undefined && !(typeof by === 'string' && isOf(measure, by))) wrong.push('by')
  for (const [name, day] of Object.entries({ from, to })) if (day !== undefined && !isDay(day)) wrong.push(name)
  if (wrong.length > 0) throw wrongQuery(...wrong)
  const end = (to as string | undefined) ?? plusDays(today, 1)
  const begin = (from as string | undefined) ?? plusDays(end, -DEFAULT_DAYS)
  const days = (Date.parse(end) - Date.parse(begin)) / DAY_MS
  if (!(days > 0 && days <= MOST_DAYS)) throw wrongQuery('from', 'to')
  const filter = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, readValue(name, value)]))
  return { by: by as Dimension | undefined, from: begin, to: end, filter }
}

const isOf = ({ by }: Measure, name: string): name is Dimension => isDimension(name) && by.includes(name)

/** Empty: the rows that name none. */
function readValue(name: string, value: unknown): string | null | undefined {
  if (value === '') return name === 'month' ? undefined : null
  if (typeof value !== 'string' || (name === 'month' && !/^\d{4}-(0[1-9]|1[0-2])$/.test(value))) return undefined
  return plain(value)
}

const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
