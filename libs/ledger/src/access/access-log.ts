import { createHash } from 'node:crypto'
import type { Caller } from '@claims-audit/access'
import type { QueryRunner } from 'typeorm'
import { prepared } from '../sql/prepared.js'

/** What was done, in the words of the list that compliance reads. */
export const ACTS = [
  'list',
  'view',
  'document-view',
  'export',
  'verdict',
  'query',
  'run',
  'quarantine',
  'legal-hold',
  'expire',
  'sign-in',
  'pick-tenant',
  'sign-out',
  'denied',
] as const
export type Act = (typeof ACTS)[number]

/** For what someone opens data that their work does not usually show (45 CFR 164.506(c), 164.512(d)). */
export const PURPOSES = ['payment', 'operations', 'oversight'] as const
export type Purpose = (typeof PURPOSES)[number]

/** What a caller was shown, or did. Ids alone: no clinical text, and no value of a filter. */
export interface Shown {
  act: Act
  claims?: readonly string[]
  findingId?: string
  /** Of a list or file. */
  rows?: number
  /** Why, where the caller had to say it. */
  purpose?: Purpose
  /** The filter of a list: its digest is kept, so that two askings can be compared. */
  filter?: object
}

/** Of whom a row is written. */
type Accessor = Pick<Caller, 'tenant' | 'person' | 'roles' | 'via'>

const logged = new WeakSet<object>()

/** Whether a row was written for this request; the guard's own is for routes that wrote none. */
export const isLogged = (caller: Accessor): boolean => logged.has(caller.via ?? caller)

/**
 * Notes in the access log what a caller is shown, in the transaction that reads it (45 CFR 164.312(b)): where the row
 * cannot be written, the transaction fails and nothing is shown. Call it at the end of `asTenant`'s work, with the
 * caller that the guard let in:
 *
 *     asTenant(ledger, caller, async (runner) => {
 *       const page = await findFindings(runner, filter, request)
 *       await logAccess(runner, caller, { act: 'list', claims: page.items.map(({ claimId }) => claimId), rows: page.items.length, filter })
 *       return page
 *     })
 */
export async function logAccess(runner: QueryRunner, caller: Accessor, shown: Shown): Promise<void> {
  const claims = [...new Set(shown.claims ?? [])]
  await prepared(runner, INSERT, [
    caller.tenant,
    caller.person,
    caller.roles,
    caller.via?.session ?? null,
    caller.via?.request ?? '',
    shown.act,
    claims,
    shown.findingId ?? null,
    shown.rows ?? null,
    shown.filter === undefined ? null : digestOf(shown.filter),
    shown.act === 'denied' ? 'denied' : 'allowed',
    shown.purpose ?? null,
  ])
  logged.add(caller.via ?? caller)
}

const INSERT = `
with added as (
  insert into access_log (tenant, person, roles, session, request, act, claims, finding_id, row_count, filter_digest, outcome, purpose)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning tenant, claims, at, id
)
insert into access_claim (tenant, claim_id, at, id) select a.tenant, claim, a.at, a.id from added a cross join lateral unnest(a.claims) as claim`

/** The same for the same filter, in whatever order it was written. */
const digestOf = (filter: object): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex')
    .slice(0, 16)
