import type { QueryRunner } from 'typeorm'
import { isBindable } from '../sql/bindable.js'

/** A row of the access log, as compliance reads it. */
export interface Access {
  id: string
  at: string
  tenant: string
  person: string
  roles: string[]
  session: string | null
  request: string
  act: string
  claims: string[]
  findingId: string | null
  rows: number | null
  filter: string | null
  purpose: string | null
  outcome: 'allowed' | 'denied'
}

/** Every field narrows. `from` and `to` are instants, `to` not included. */
export interface AccessFilter {
  claimId?: string
  person?: string
  act?: string
  from?: string
  to?: string
}

const CONDITIONS: Record<keyof AccessFilter, string> = {
  claimId: 'c.claim_id = :value',
  person: 'l.person = :value',
  act: 'l.act = :value',
  from: 'l.at >= :value',
  to: 'l.at < :value',
}

/** The newest first, of the transaction's tenant. Throws RangeError on a cursor that is not ours. */
export async function findAccesses(
  runner: QueryRunner,
  filter: AccessFilter,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<{ items: Access[]; cursor: string | null }> {
  const values: unknown[] = []
  const bind = (value: unknown): string => `$${values.push(value)}`
  const conditions = (Object.entries(filter) as [keyof AccessFilter, string | undefined][])
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => CONDITIONS[name].replaceAll(':value', bind(value)))
  // Who saw a claim comes by the claim's own rows, in the same order.
  const key = filter.claimId === undefined ? 'l' : 'c'
  if (cursor !== undefined) {
    const { at, id } = readCursor(cursor)
    conditions.push(`(${key}.at, ${key}.id) < (${bind(at)}::timestamptz, ${bind(id)}::uuid)`)
  }
  const joined =
    key === 'c'
      ? 'access_claim c join access_log l on l.tenant = c.tenant and l.at = c.at and l.id = c.id'
      : 'access_log l'
  const rows: (Access & { instant: string })[] = await runner.query(
    `select l.id, to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, l.at::text as instant, l.tenant, l.person, l.roles, l.session,
       l.request, l.act, l.claims, l.finding_id as "findingId", l.row_count as rows, l.filter_digest as filter, l.purpose, l.outcome
     from ${joined} ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`}
     order by ${key}.at desc, ${key}.id desc limit ${limit + 1}`,
    values,
  )
  const last = rows[limit - 1]
  return {
    items: rows.slice(0, limit).map(({ instant: _, ...access }) => access),
    cursor: rows.length > limit && last !== undefined ? writeCursor(last.instant, last.id) : null,
  }
}

const writeCursor = (at: string, id: string): string => Buffer.from(JSON.stringify([at, id])).toString('base64url')

function readCursor(cursor: string): { at: string; id: string } {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    if (isBindable.timestamptz(at) && isBindable.uuid(id)) return { at, id }
  } catch {
    // Falls through to the one message for every broken cursor.
  }
  throw new RangeError('cursor')
}
