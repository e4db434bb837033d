import type { DataSource, QueryRunner } from 'typeorm'
import { logAccess } from '../access/access-log.js'
import type { Actor } from '../decisions/actor.js'
import { asTenant } from '../sql/as-tenant.js'
import { insertRows } from '../sql/insert-rows.js'
import { columns, rowsOf } from '../tables/table.js'
import type { Table } from '../tables/table.js'

/** A hold on a claim: nothing of it expires until it is lifted. */
export interface LegalHold {
  holdId: string
  claimId: string
  reason: string
  placedBy: string
  placedAt: string
  /** Null while it holds. */
  lifted: { by: string; at: string; reason: string } | null
}

interface HoldAct {
  tenant: string
  holdId: string
  claimId: string
  act: 'place' | 'lift'
  person: string
  reason: string
}

/** Insert-only. */
export const LEGAL_HOLD: Table<HoldAct> = {
  name: 'legal_hold',
  columns: columns<HoldAct>({
    tenant: ['text', ({ tenant }) => tenant],
    hold_id: ['uuid', ({ holdId }) => holdId],
    claim_id: ['text', ({ claimId }) => claimId],
    act: ['text', ({ act }) => act],
    person: ['text', ({ person }) => person],
    reason: ['text', ({ reason }) => reason],
  }),
}

/** Whether a claim is under a hold, by the expressions that give its tenant and id. */
export const isHeldSql = (tenant: string, claimId: string): string =>
  `exists (select from legal_hold p where p.tenant = ${tenant} and p.claim_id = ${claimId} and p.act = 'place'
     and not exists (select from legal_hold l where l.hold_id = p.hold_id and l.act = 'lift'))`

/**
 * Places a hold, once under its id; a claim that is not there yet may be held too. Undefined where the id is another
 * claim's.
 */
export function placeHold(
  ledger: DataSource,
  actor: Actor,
  hold: Pick<LegalHold, 'holdId' | 'claimId' | 'reason'>,
): Promise<LegalHold | undefined> {
  return asTenant(ledger, actor, async (runner) => {
    await lockHolds(runner, hold.claimId)
    const [before] = await holdsWhere(runner, actor, 'p.hold_id = $2', [hold.holdId])
    if (before !== undefined) return before.claimId === hold.claimId ? before : undefined
    await record(runner, actor, { ...hold, act: 'place' })
    return (await holdsWhere(runner, actor, 'p.hold_id = $2', [hold.holdId]))[0]
  })
}

/** Undefined where the caller's tenant has no such hold; one that is lifted stays as it is. */
export function liftHold(
  ledger: DataSource,
  actor: Actor,
  { holdId, reason }: { holdId: string; reason: string },
): Promise<LegalHold | undefined> {
  return asTenant(ledger, actor, async (runner) => {
    const [found] = await holdsWhere(runner, actor, 'p.hold_id = $2', [holdId])
    if (found === undefined) return undefined
    await lockHolds(runner, found.claimId)
    const [held] = await holdsWhere(runner, actor, 'p.hold_id = $2 and l.hold_id is null', [holdId])
    if (held !== undefined) await record(runner, actor, { holdId, claimId: held.claimId, reason, act: 'lift' })
    return (await holdsWhere(runner, actor, 'p.hold_id = $2', [holdId]))[0]
  })
}

/** Those that hold, or all that ever did; the newest first. */
export const findHolds = (
  ledger: DataSource,
  actor: Actor,
  { claimId, all, limit }: { claimId: string | null; all: boolean; limit: number },
): Promise<LegalHold[]> =>
  asTenant(ledger, actor, (runner) =>
    holdsWhere(
      runner,
      actor,
      `($2::text is null or p.claim_id = $2) and ($3 or l.hold_id is null)`,
      [claimId, all],
      limit,
    ),
  )

/** Two acts of one hold come one after the other. */
const lockHolds = (runner: QueryRunner, claimId: string): Promise<unknown> =>
  runner.query('select pg_advisory_xact_lock($1, hashtext($2))', [HOLD_LOCKS, claimId])
const HOLD_LOCKS = 7_302_051

async function record(
  runner: QueryRunner,
  actor: Actor,
  act: Pick<HoldAct, 'holdId' | 'claimId' | 'act' | 'reason'>,
): Promise<void> {
  await insertRows(runner, rowsOf(LEGAL_HOLD, [{ ...act, tenant: actor.tenant, person: actor.person }]))
  await logAccess(runner, actor, { act: 'legal-hold', claims: [act.claimId] })
}

async function holdsWhere(
  runner: QueryRunner,
  { tenant }: Actor,
  condition: string,
  values: unknown[],
  limit = 1,
): Promise<LegalHold[]> {
  const rows: (Omit<LegalHold, 'placedAt' | 'lifted'> & {
    placedAt: Date
    liftedBy: string | null
    liftedAt: Date | null
    liftedFor: string | null
  })[] = await runner.query(
    `select p.hold_id as "holdId", p.claim_id as "claimId", p.reason, p.person as "placedBy", p.recorded_at as "placedAt",
       l.person as "liftedBy", l.recorded_at as "liftedAt", l.reason as "liftedFor"
     from legal_hold p left join legal_hold l on l.hold_id = p.hold_id and l.act = 'lift'
     where p.tenant = $1 and p.act = 'place' and ${condition} order by p.id desc limit ${limit}`,
    [tenant, ...values],
  )
  return rows.map(({ placedAt, liftedBy, liftedAt, liftedFor, ...hold }) => ({
    ...hold,
    placedAt: placedAt.toISOString(),
    lifted:
      liftedBy === null || liftedAt === null || liftedFor === null
        ? null
        : { by: liftedBy, at: liftedAt.toISOString(), reason: liftedFor },
  }))
}
