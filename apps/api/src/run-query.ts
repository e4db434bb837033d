import { isBindable } from '@claims-audit/ledger'
import type { ChangeCursor, FindingChange } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import { readLimit, wholeNumber, wrongQuery } from './read-query.js'

/** A run's number in a path; anything else names no run. */
export function runNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Problem(404, { detail: 'Run not found' })
}

/** Reads `limit` and `before`. Throws as above. */
export function readRunPage({ before, ...query }: Record<string, unknown>): { limit: number; before?: number } {
  const limit = readLimit(query)
  if (before === undefined) return { limit }
  const from = wholeNumber(before)
  if (Number.isNaN(from)) throw wrongQuery('before')
  return { limit, before: from }
}

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
