import { claimKey } from '@claims-audit/contracts'
import { decideOwner } from '@claims-audit/decisions'
import type { ClaimAct, ClaimRefusalCode } from '@claims-audit/decisions'
import type { DataSource, QueryRunner } from 'typeorm'
import { logAccess } from '../access/access-log.js'
import { lockLanes } from '../live/in-lanes.js'
import { asTenant } from '../sql/as-tenant.js'
import { insertRows } from '../sql/insert-rows.js'
import { rowsOf } from '../tables/table.js'
import { WORK_ACT } from '../tables/work-acts.js'
import { FINDINGS } from '../views/body-sql.js'
import { actBefore } from './act-before.js'
import type { ActBefore } from './act-before.js'
import type { Actor } from './actor.js'

/** An act on a claim as a person asks for it. */
export interface WantedClaimAct {
  /** Chosen by the client. */
  actId: string
  act: ClaimAct
  /** Reassign: the person who has the claim from then on. */
  to: string | null
  note: string | null
}

/** An act that is recorded, or was under the same id. */
export interface ClaimActDone {
  actId: string
  claimId: string
  claimVersion: number
  revision: number
  /** Empty: no person has the claim. */
  owner: string
}

export interface ClaimActRefused {
  refused: ClaimRefusalCode | 'act-id-taken'
  now: { owner: string }
}

/**
 * Takes, releases or reassigns a claim, under its lane lock, so that no two persons have it. All its findings show the
 * owner, those of later versions too. Undefined where the caller has no such claim.
 */
export async function actOnClaim(
  ledger: DataSource,
  actor: Actor,
  claimId: string,
  wanted: WantedClaimAct,
  laneOf: (key: string) => number,
): Promise<ClaimActDone | ClaimActRefused | undefined> {
  return asTenant(ledger, actor, async (runner) => {
    await lockLanes(runner, [laneOf(claimKey(actor.tenant, claimId))])
    return actInLane(runner, actor, claimId, wanted)
  })
}

/** The same in a transaction that holds the lane's lock. */
export async function actInLane(
  runner: QueryRunner,
  actor: Actor,
  claimId: string,
  { actId, act, to, note }: WantedClaimAct,
): Promise<ClaimActDone | ClaimActRefused | undefined> {
  const { tenant, person } = actor
  const [claim]: { version: number; revision: number }[] = await runner.query(NEWEST, [
    tenant,
    claimId,
    actor.facilities,
  ])
  if (claim === undefined) return undefined
  const owner = await ownerOf(runner, tenant, claimId)
  const before = await actBefore(runner, tenant, actId)
  if (before !== undefined) {
    const same = before.claimId === claimId && before.act === act && before.person === person
    return (same ? claimActDone(actId, before) : undefined) ?? { refused: 'act-id-taken', now: { owner } }
  }
  const decided = decideOwner(owner, { act, person, to })
  if ('refused' in decided) return { refused: decided.refused, now: { owner } }
  const row = { tenant, claimId, ...claim, actId, act, person, note, owner: decided.owner }
  await insertRows(
    runner,
    rowsOf(WORK_ACT, [{ ...row, finding: null, state: null, reason: null, until: null, sent: null, sampled: false }]),
  )
  await runner.query(SET_OWNER, [tenant, claimId, decided.owner])
  await logAccess(runner, actor, { act: 'verdict', claims: [claimId] })
  return { actId, claimId, claimVersion: claim.version, revision: claim.revision, owner: decided.owner }
}

const NEWEST = `
select version, revision from audited_claim
where tenant = $1 and claim_id = $2 and ($3::text[] is null or facility_id = any($3)) order by version desc, revision desc limit 1`

const SET_OWNER = `
update work_finding f set owner = $3 from (
  select ids.finding_id, a.revision from audited_claim a cross join lateral (${FINDINGS('a.body')}) ids where a.tenant = $1 and a.claim_id = $2
) ids where f.finding_id = ids.finding_id and f.revision = ids.revision`

async function ownerOf(runner: QueryRunner, tenant: string, claimId: string): Promise<string> {
  const [row]: { owner: string }[] = await runner.query(
    'select owner from work_act where tenant = $1 and claim_id = $2 and finding_id is null order by id desc limit 1',
    [tenant, claimId],
  )
  return row?.owner ?? ''
}

/** What an act on a claim did the first time; undefined where it was an act on a finding. */
export function claimActDone(
  actId: string,
  { claimId, claimVersion, revision, owner }: ActBefore,
): ClaimActDone | undefined {
  return owner === null ? undefined : { actId, claimId, claimVersion, revision, owner }
}
