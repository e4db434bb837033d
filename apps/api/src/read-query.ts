import { isBindable } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'

const LIMIT = { default: 50, most: 500 }

/** Reads `limit` alone. Throws a 400 that names what is wrong or unknown. */
export function readLimit({ limit, ...unknown }: Record<string, unknown>): number {
  const size = limit === undefined ? LIMIT.default : wholeNumber(limit)
  const wrong = [...Object.keys(unknown), ...(size >= 1 && size <= LIMIT.most ? [] : ['limit'])]
  if (wrong.length > 0) throw wrongQuery(...wrong)
  return size
}

/** NaN for what is not a number, or is larger than any of ours. */
export const wholeNumber = (text: unknown): number =>
  typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : NaN

export const wrongQuery = (...names: string[]): Problem =>
  new Problem(400, {
    detail: 'Query parameters are wrong or unknown',
    errors: names.map((name) => ({ pointer: `/${name}`, code: 'query', keyword: name })),
  })

/** A cursor that was cut, or belongs to another query, is a RangeError of what reads it; all else goes on as it is. */
export function wrongCursor(error: unknown): never {
  throw error instanceof RangeError ? wrongQuery('cursor') : error
}

/** What is empty, or no text that can be asked for, is wrong. */
export function plain(text: string): string | undefined {
  return text !== '' && isBindable.text(text) ? text : undefined
}

export function oneOf(allowed: string[]): (text: string) => string | undefined {
  return (text) => (allowed.includes(text) ? text : undefined)
}

/** An ISO day of a year near ours: what is added to or taken from another would overflow. */
export const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^(19|20|21)\d\d-/.test(value) && isBindable.date(value)
