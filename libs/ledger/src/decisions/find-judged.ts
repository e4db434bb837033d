import type { Finding, SubmittedClaim } from '@claims-audit/contracts'
import type { State } from '@claims-audit/decisions'
import type { DataSource } from 'typeorm'
import { logAccess } from '../access/access-log.js'
import { findClaim } from '../live/find-claim.js'
import { asTenant } from '../sql/as-tenant.js'
import { claimOf } from './act-on-finding.js'
import type { Actor } from './actor.js'
import { loadFinding } from './load-finding.js'

/** A finding with its claim and what persons decided. */
export interface JudgedClaim {
  finding: Finding
  state: State
  /** Of the last act that gave one. */
  reason: string | null
  /** As it was last archived; null where the archive has not got it (yet). */
  submitted: SubmittedClaim | null
}

/** For an export of the claim with its documents. Undefined where the caller has no such finding. */
export function findJudged(ledger: DataSource, actor: Actor, findingId: string): Promise<JudgedClaim | undefined> {
  return asTenant(ledger, actor, async (runner) => {
    const claimId = await claimOf(runner, actor, findingId)
    if (claimId === undefined) return undefined
    const loaded = await loadFinding(runner, actor.tenant, findingId)
    const claim = await findClaim(runner, actor.tenant, claimId)
    if (loaded === undefined || claim === undefined) return undefined
    await logAccess(runner, actor, { act: 'export', claims: [claimId], findingId, rows: 1 })
    const [row]: { reason: string }[] = await runner.query(
      'select reason from work_act where finding_id = $1 and revision = $2 and reason is not null order by id desc limit 1',
      [findingId, loaded.result.revision],
    )
    return {
      finding: loaded.finding,
      state: loaded.known.acts.at(-1)?.state ?? 'open',
      reason: row?.reason ?? null,
      submitted: loaded.known.open ? (claim.submitted as SubmittedClaim | null) : null,
    }
  })
}
