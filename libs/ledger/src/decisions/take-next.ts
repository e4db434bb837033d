import { claimKey } from '@claims-audit/contracts'
import type { Ranking, RankingRow } from '@claims-audit/contracts'
import { DEFAULT_RANKING, STATES } from '@claims-audit/decisions'
import type { DataSource, QueryRunner } from 'typeorm'
import { lockLanes } from '../live/in-lanes.js'
import { asTenant } from '../sql/as-tenant.js'
import { SEVERITIES } from '../tables/work-rows.js'
import { actBefore } from './act-before.js'
import { actInLane, claimActDone } from './act-on-claim.js'
import type { ClaimActDone, ClaimActRefused } from './act-on-claim.js'
import type { Actor } from './actor.js'
import { STILL_DEFERRED, conditionsOf } from './filter-work.js'
import { settingOf } from './tenant-settings.js'

/** Those of a tenant who ask for their next claim take turns by it. */
const TAKE_LOCKS = 7_302_049

/**
 * Gives the caller the claim that comes first by the tenant's ranking and that no person has; undefined where none is
 * left.
 *
 * Askers of a tenant take turns, and only then comes the claim's lane. Skipping rows that others have locked would be a
 * lock of a row before that of its lane, which a batch takes in the other order; and one claim has several rows.
 */
export async function takeNext(
  ledger: DataSource,
  actor: Actor,
  actId: string,
  laneOf: (key: string) => number,
): Promise<ClaimActDone | ClaimActRefused | undefined> {
  const missed: string[] = []
  for (;;) {
    // Each attempt is a transaction: one that held the lane of a claim that it missed would lock lanes out of their
    // order.
    const attempt = await asTenant(ledger, actor, (runner) => takeFirst(runner, actor, actId, missed, laneOf))
    if (attempt === undefined || !('missed' in attempt)) return attempt
    missed.push(attempt.missed)
  }
}

/** A claim may have been taken by its name since it was found: then it is missed. */
async function takeFirst(
  runner: QueryRunner,
  actor: Actor,
  actId: string,
  without: string[],
  laneOf: (key: string) => number,
): Promise<ClaimActDone | ClaimActRefused | { missed: string } | undefined> {
  await runner.query('select pg_advisory_xact_lock($1, hashtext($2))', [TAKE_LOCKS, actor.tenant])
  const before = await actBefore(runner, actor.tenant, actId)
  if (before !== undefined) {
    const same = before.act === 'take' && before.person === actor.person
    return (same ? claimActDone(actId, before) : undefined) ?? { refused: 'act-id-taken', now: { owner: '' } }
  }
  const claimId = await firstClaim(runner, actor, without)
  if (claimId === undefined) return undefined
  await lockLanes(runner, [laneOf(claimKey(actor.tenant, claimId))])
  const taken = await actInLane(runner, actor, claimId, { actId, act: 'take', to: null, note: null })
  return taken !== undefined && 'owner' in taken ? taken : { missed: claimId }
}

async function firstClaim(runner: QueryRunner, actor: Actor, without: string[]): Promise<string | undefined> {
  const ranking = ((await settingOf(runner, actor.tenant, 'ranking')) ?? DEFAULT_RANKING) as Ranking['rows']
  for (const row of ranking) {
    const { sql, values } = selectFirst(actor, row, without)
    const [first]: { claim_id: string }[] = await runner.query(sql, values)
    if (first !== undefined) return first.claim_id
  }
  return undefined
}

const ORDERS: Record<RankingRow['order'][number], string> = {
  due: 'f.due_from',
  impact: 'f.impact_cents desc',
  severity: `case f.severity when ${SEVERITIES.error} then 1 when ${SEVERITIES.warning} then 2 else 3 end`,
  age: 'f.recorded_at',
}

/** What waits for a provider, for the second reviewer, or until a later day, is not handed out. */
const READY = `f.state not in (${STATES.queried}, ${STATES['second-review']}) and (f.state <> ${STATES.deferred} or not ${STILL_DEFERRED})`

function selectFirst(
  actor: Actor,
  { filter, order }: RankingRow,
  without: string[],
): { sql: string; values: unknown[] } {
  const values: unknown[] = [actor.tenant, actor.facilities, without]
  const conditions = conditionsOf(filter, values)
  return {
    sql: `select f.claim_id from work_finding f
where ${["f.tenant = $1 and f.active and f.owner = '' and ($2::text[] is null or f.facility_id = any($2)) and f.claim_id <> all($3::text[])", READY, ...conditions].join(' and ')}
order by ${[...order.map((by) => ORDERS[by]), 'f.finding_id'].join(', ')} limit 1`,
    values,
  }
}
