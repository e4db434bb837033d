import type { LedgerSession } from '../sql/session.js'

/** A finding that was recorded lately. */
export interface NewestFinding {
  findingId: string
  revision: number
  claimId: string
}

/** A tenant's newest open findings, at most `limit`, by the index of the list's default order. */
export const newestFindings = (ledger: LedgerSession, tenant: string, limit: number): Promise<NewestFinding[]> =>
  ledger.query(
    `select finding_id as "findingId", revision, claim_id as "claimId" from recorded_finding
     where tenant = $1 and is_open order by recorded_at desc, finding_id desc, revision desc limit $2`,
    [tenant, limit],
  )
