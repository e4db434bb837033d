import { isBindable } from '@claims-audit/ledger'
import type { ChangeCursor, FindingChange } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'

/** A run's number in a path; anything else names no run. */
export function runNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Problem(404, { detail: 'Run not found' })
}

const LIMIT = { default: 50, most: 500 }

/** Reads `limit` alone. Throws a 400 that names what is wrong or unknown. */
export function readLimit({ limit, ...unknown }: Record<string, unknown>): number {
  const size = limit === undefined ? LIMIT.default : wholeNumber(limit)
  const wrong = [...Object.keys(unknown), ...(size >= 1 && size <= LIMIT.most ? [] : ['limit'])]
  if (wrong.length > 0) throw wrongQuery(...wrong)
  return size
}

/** Reads `limit` and `before`. Throws as above. */
export function readRunPage({ before, ...query }: Record<string, unknown>): { limit: number; before?: number } {
  const limit = readLimit(query)
  if (before === undefined) return { limit }
  const from = wholeNumber(before)
  if (Number.isNaN(from)) throw wrongQuery('before')
  return { limit, before: from }
}

/** NaN for what is not a number, or is larger than any of ours. */
export const wholeNumber = (text: unknown): number =>
  typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : NaN

export const wrongQuery = (...names: string[]): Problem =>
  new Problem(400, {
    detail: 'Query parameters are wrong or unknown',
    errors: names.map((name) => ({ pointer: `/${name}`, code: 'query', keyword: name })),
  })

/** Where the next page of changes goes on. */
export const writeChangeCursor = ({ tenant, claimId, version, revision, findingId }: FindingChange): string =>
  Buffer.from(JSON.stringify([tenant, claimId, version, revision, findingId])).toString('base64url')

/** Throws a 400 for a cursor that is not ours. */
export function readChangeCursor(cursor: unknown): ChangeCursor {
  try {
    const [tenant, claimId, version, revision, findingId] = JSON.parse(
      Buffer.from(String(cursor), 'base64url').toString(),
    ) as unknown[]
    const { text, int, uuid } = isBindable
    if (text(tenant) && text(claimId) && int(version) && int(revision) && uuid(findingId))
      return { tenant, claimId, version, revision, findingId }
  } catch {
    // Falls through to the one message for every broken cursor.
  }
  throw wrongQuery('cursor')
}
