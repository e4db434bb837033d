import { stateOf } from '@claims-audit/decisions'
import type { State } from '@claims-audit/decisions'
import type { DataSource } from 'typeorm'
import { logAccess } from '../access/access-log.js'
import { asTenant } from '../sql/as-tenant.js'
import { claimOf } from './act-on-finding.js'
import type { Actor } from './actor.js'
import { hiddenOf } from './find-samples.js'
import { loadFinding } from './load-finding.js'

/** An act as it is told. */
export interface ToldAct {
  actId: string
  act: string
  person: string
  /** Of the finding after it. */
  state: State
  reason: string | null
  note: string | null
  until: string | null
  findingId: string
  claimVersion: number
  revision: number
  recordedAt: string
}

/** What was done to a finding. */
export interface FindingActs {
  /** At its newest revision, in order. */
  acts: ToldAct[]
  /**
   * On findings of older versions and revisions of the claim that say the same, in order. A person has to look again.
   */
  former: ToldAct[]
  /** The acts are not told, since the caller may read the finding blind. */
  isHidden: boolean
}

/**
 * Undefined where the caller has no such finding. `mayRead`: the caller reads samples blind, and is not told of those.
 */
export async function findActs(
  ledger: DataSource,
  actor: Actor,
  findingId: string,
  { mayRead }: { mayRead: boolean },
): Promise<FindingActs | undefined> {
  return asTenant(ledger, actor, async (runner) => {
    const claimId = await claimOf(runner, actor, findingId)
    const loaded = claimId === undefined ? undefined : await loadFinding(runner, actor.tenant, findingId)
    if (claimId === undefined || loaded === undefined) return undefined
    await logAccess(runner, actor, { act: 'view', claims: [claimId], findingId })
    const { finding, result } = loaded
    if (mayRead && (await hiddenOf(runner, actor, claimId)).has(findingId))
      return { acts: [], former: [], isHidden: true }
    const rows: (Omit<ToldAct, 'state' | 'recordedAt'> & { state: number; recordedAt: Date })[] = await runner.query(
      SAME_WORDS,
      [actor.tenant, claimId, findingId, result.revision, finding.findingDigest],
    )
    const told = rows.map((row) => ({ ...row, state: stateOf(row.state), recordedAt: row.recordedAt.toISOString() }))
    const isNow = (act: ToldAct): boolean => act.findingId === findingId && act.revision === result.revision
    return { acts: told.filter(isNow), former: told.filter((act) => !isNow(act)), isHidden: false }
  })
}

const SAME_WORDS = `
select act_id as "actId", act, person, state, reason, note, until_date::text as until, finding_id as "findingId",
  version as "claimVersion", revision, recorded_at as "recordedAt"
from work_act where tenant = $1 and claim_id = $2 and finding_id is not null
  and ((finding_id = $3 and revision = $4) or finding_digest = $5)
order by id`
