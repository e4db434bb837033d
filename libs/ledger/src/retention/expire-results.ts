import { claimKey } from '@claims-audit/contracts'
import type { DataSource, QueryRunner } from 'typeorm'
import { inLanes } from '../live/in-lanes.js'
import { WITHOUT_RECORD } from '../views/body-sql.js'
import { expirableOf } from './expirable.js'

/** Claims at once: batches of their lanes wait meanwhile. */
const CLAIMS_AT_ONCE = 200

export interface ExpireOptions {
  tenant: string
  days: number
  laneOf: (key: string) => number
  /** Called in the transaction that removes something of the claims. */
  note: (runner: QueryRunner, claims: string[]) => Promise<void>
  /** Counts, and changes nothing. */
  dryRun: boolean
}

/**
 * Removes the results of a tenant's claims of which nothing has come for so many days: findings with what they cite,
 * queries to providers, notes of auditors, the bytes of quarantined events. What promises rest on stays: outcomes with
 * their digests, corrections by their kind and codes, verdicts, what became of corrections. Gives the number of claims.
 * Wherever it ended, it goes on from there when it is run again.
 */
export async function expireResults(ledger: DataSource, o: ExpireOptions): Promise<number> {
  let expired = 0
  for (let after: string | undefined = ''; after !== undefined;) {
    const claimIds = await claimsAfter(ledger, o.tenant, after)
    after = claimIds.at(-1)
    if (claimIds.length === 0) break
    const lanes = claimIds.map((claimId) => o.laneOf(claimKey(o.tenant, claimId)))
    expired += await inLanes(ledger, lanes, async (runner) => {
      const gone = await expirableOf(runner, o.tenant, claimIds, o.days)
      if (o.dryRun || gone.length === 0) return gone.length
      for (const statement of REMOVE) await runner.query(statement, [o.tenant, gone])
      await o.note(runner, gone)
      return gone.length
    })
  }
  return expired
}

/** Claims that have something to lose, in order. */
async function claimsAfter(ledger: DataSource, tenant: string, after: string): Promise<string[]> {
  const rows: { claim_id: string }[] = await ledger.query(
    `select claim_id from (
       select claim_id from audited_claim where tenant = $1 and claim_id > $2
       union select claim_id from quarantine where tenant = $1 and claim_id > $2 and value is not null
     ) c order by 1 limit ${CLAIMS_AT_ONCE}`,
    [tenant, after],
  )
  return rows.map(({ claim_id }) => claim_id)
}

const OF_CLAIMS = 'tenant = $1 and claim_id = any($2)'

const REMOVE = [
  `delete from work_code c using work_finding f
   where f.${OF_CLAIMS.replace('claim_id', 'f.claim_id')} and (c.finding_id, c.revision) = (f.finding_id, f.revision) and c.tenant = f.tenant`,
  `with gone as (delete from work_finding where ${OF_CLAIMS} returning *)
   insert into work_count (tenant, rule_id, severity, facility_id, findings)
   select tenant, rule_id, severity, coalesce(facility_id, ''), -count(*) from gone where active group by 1, 2, 3, 4`,
  `delete from audited_claim where ${OF_CLAIMS}`,
  `update claim_correction set body = ${WITHOUT_RECORD('body')} where ${OF_CLAIMS}`,
  `delete from query_act where query_id in (select query_id from provider_query where ${OF_CLAIMS})`,
  `delete from provider_query where ${OF_CLAIMS}`,
  `update work_act set note = null where ${OF_CLAIMS} and note is not null`,
  `update quarantine set value = null, headers = '{}' where ${OF_CLAIMS} and value is not null`,
]
