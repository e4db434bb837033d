import type { DataSource } from 'typeorm'
import { assertMoved } from '../forms/ledger-form.js'

const FINDINGS_AT_ONCE = 1_000
/** Batches wait behind the wait for the lock. */
const PATIENCE = '5s'

/**
 * Takes a past month of results out of the ledger: its findings leave lists and counts, then its table stands alone, to
 * be dumped and dropped. What promises rest on stays: outcomes, versions with their digests, corrections. So a claim of
 * that month that comes again is a duplicate, and a newer version still withdraws what was asked. Wherever it ended, it
 * goes on from there when it is run again. Only the tables' owner can do it.
 */
export async function detachMonth(ledger: DataSource, month: string): Promise<{ table: string; findings: number }> {
  await assertMoved(ledger)
  const table = `audited_claim_${month.replace('-', '_')}`
  const [span]: { first: string; following: string }[] = await ledger.query(
    `select first::text, (first + interval '1 month')::text as following from (
       select to_date($1, 'YYYY-MM')::timestamp at time zone 'UTC' as first
     ) m where exists (select from pg_inherits where inhparent = 'audited_claim'::regclass and inhrelid = to_regclass($2))
       and first + interval '1 month' <= now()`,
    [month, table],
  )
  if (span === undefined) throw new Error(`${month} is no past month of the ledger`)
  const within = [span.first, span.following]
  let findings = 0
  for (let gone = await forget(ledger, within); gone > 0; gone = await forget(ledger, within)) findings += gone
  await ledger.query('delete from work_code where recorded_at >= $1 and recorded_at < $2', within)
  await ledger.transaction(async (session) => {
    await session.query(`set local lock_timeout = '${PATIENCE}'`)
    await session.query(`alter table audited_claim detach partition ${table}`)
  })
  return { table, findings }
}

async function forget(ledger: DataSource, within: string[]): Promise<number> {
  const [row]: { gone: number }[] = await ledger.query(
    `with piece as (
       select finding_id, revision from recorded_tenant t join work_finding f on f.tenant = t.tenant
       where f.recorded_at >= $1 and f.recorded_at < $2 limit ${FINDINGS_AT_ONCE}
     ), gone as (
       delete from work_finding f using piece p where (f.finding_id, f.revision) = (p.finding_id, p.revision) returning f.*
     ), counted as (
       insert into work_count (tenant, rule_id, severity, facility_id, findings)
       select tenant, rule_id, severity, coalesce(facility_id, ''), -count(*) from gone where active group by 1, 2, 3, 4
     )
     select count(*)::int as gone from gone`,
    within,
  )
  return row?.gone ?? 0
}
