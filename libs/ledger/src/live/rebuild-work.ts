import type { DataSource } from 'typeorm'
import { assertMoved } from '../forms/ledger-form.js'
import { EXPECTED_CODES, EXPECTED_FINDINGS } from '../views/body-sql.js'
import { removeOldExports } from '../exports/export-files.js'
import { makeAccessMonths, makeClaimMonths } from '../tables/partition-makers.js'
import { WORK_FINDING } from '../tables/work-rows.js'
import { BY_INDEX, byClaims, lanesOf, rowsOfClaims } from './by-claims.js'
import { inLanes } from './in-lanes.js'

/** Rows that are there and should not be, or the other way round; all 0 in a ledger that is whole. */
export interface LedgerCheck {
  findings: { missing: number; extra: number }
  codes: { missing: number; extra: number }
  /** Sums that are wrong. */
  counts: { missing: number; extra: number }
  /** Corrections that a claim has under two sequences. */
  repeatedCorrections: number
  /** Results whose version no outcome tells of: what comes again would not be known. */
  unknownResults: number
}

const COLUMNS = [...Object.keys(WORK_FINDING.columns), 'recorded_at'].join(', ')
const CODE_COLUMNS = 'tenant, code, recorded_at, finding_id, revision'
const COUNTED = "tenant, rule_id, severity, coalesce(facility_id, '') as facility_id"
const EXPECTED_COUNTS = `select ${COUNTED}, count(*) as findings from expected where active group by 1, 2, 3, 4`
const HELD_COUNTS = `select ${COUNTED}, sum(findings) as findings from work_count group by 1, 2, 3, 4 having sum(findings) <> 0`

const differing = (expected: string, held: string): string => `jsonb_build_object(
  'missing', (select count(*)::int from (${expected} except all ${held}) m), 'extra', (select count(*)::int from (${held} except all ${expected}) x))`

const CHECK = `
with expected as materialized (${EXPECTED_FINDINGS()}), codes as materialized (${EXPECTED_CODES('expected')})
select ${differing(`select ${COLUMNS} from expected`, `select ${COLUMNS} from work_finding`)} as findings,
  ${differing(`select ${CODE_COLUMNS} from codes`, `select ${CODE_COLUMNS} from work_code`)} as codes,
  ${differing(EXPECTED_COUNTS, HELD_COUNTS)} as counts,
  (select count(*)::int from (
    select from claim_correction group by tenant, claim_id, correction_id having count(*) > 1
  ) r) as "repeatedCorrections",
  (select count(*)::int from audited_claim a where not exists (
    select from claim_outcome o where (o.tenant, o.claim_id, o.version, o.revision, o.content_digest) = (a.tenant, a.claim_id, a.version, a.revision, a.content_digest)
  )) as "unknownResults"`

/**
 * Holds the rows of lists and counts against the ledger that they are made from, in one statement, so that what is
 * recorded meanwhile is not in it.
 */
export async function checkLedger(ledger: DataSource): Promise<LedgerCheck> {
  await assertMoved(ledger)
  const [found]: LedgerCheck[] = await ledger.query(CHECK)
  return found as LedgerCheck
}

export const isWhole = ({ findings, codes, counts, repeatedCorrections, unknownResults }: LedgerCheck): boolean =>
  [findings, codes, counts].every(({ missing, extra }) => missing === 0 && extra === 0) &&
  repeatedCorrections === 0 &&
  unknownResults === 0

const CLAIMS_AT_ONCE = 500

/**
 * Makes those rows again where they are wrong, while stages work: a few claims at a time under their lanes' locks, then
 * what belongs to no claim goes, and the sums are set right by what they are off. Only the tables' owner can do it.
 */
export async function rebuildWork(ledger: DataSource, o: { laneOf: (key: string) => number }): Promise<LedgerCheck> {
  await assertMoved(ledger)
  const piece = byClaims(ledger, 'audited_claim', CLAIMS_AT_ONCE, (names) =>
    inLanes(ledger, lanesOf(names, o.laneOf), async (runner) => {
      await runner.query(BY_INDEX)
      for (const statement of OF_PIECE) await runner.query(statement, [names.tenants, names.claimIds])
      return names.claimIds.length
    }),
  )
  while ((await piece()) !== undefined) continue
  for (const statement of OF_ALL) await ledger.query(statement)
  return checkLedger(ledger)
}

const WITHIN = EXPECTED_FINDINGS(`(select c.* from ${rowsOfClaims('audited_claim')} c)`)
const OF_PIECE = [
  `with expected as (${WITHIN})
   delete from work_finding w using expected e where (w.finding_id, w.revision) = (e.finding_id, e.revision)
     and (${prefixed('w')}) is distinct from (${prefixed('e')})`,
  `with expected as (${WITHIN}) insert into work_finding (${COLUMNS}) select ${COLUMNS} from expected on conflict do nothing`,
  `with expected as (${WITHIN}) insert into work_code (${CODE_COLUMNS}) select ${CODE_COLUMNS} from (${EXPECTED_CODES('expected')}) c on conflict do nothing`,
]
const OF_ALL = [
  `delete from work_finding w where not exists (
     select from (${EXPECTED_FINDINGS()}) e where (e.finding_id, e.revision) = (w.finding_id, w.revision))`,
  `delete from work_code w where not exists (
     select from (${EXPECTED_CODES(`(${EXPECTED_FINDINGS()})`)}) e where (${prefixed('e', CODE_COLUMNS)}) = (${prefixed('w', CODE_COLUMNS)}))`,
  `with expected as (${EXPECTED_FINDINGS()}), off as (
     ${EXPECTED_COUNTS} union all select tenant, rule_id, severity, facility_id, -findings from (${HELD_COUNTS}) h
   )
   insert into work_count (tenant, rule_id, severity, facility_id, findings)
   select tenant, rule_id, severity, facility_id, sum(findings) from off group by 1, 2, 3, 4 having sum(findings) <> 0`,
]

function prefixed(row: string, columns = COLUMNS): string {
  return columns
    .split(', ')
    .map((name) => `${row}.${name}`)
    .join(', ')
}

/** Waits no longer for a lock of the table than batches behind it may wait; the next month is made weeks ahead. */
const PATIENCE = '2s'

/**
 * What a stage does now and then: sees to the months that claims and accesses are recorded in, folds the counts, and
 * removes old exports.
 */
export async function tendLedger(ledger: DataSource): Promise<void> {
  await ledger.transaction(async (session) => {
    await session.query(`set local lock_timeout = '${PATIENCE}'`)
    await makeClaimMonths(session)
    await makeAccessMonths(session)
  })
  await foldCounts(ledger)
  await removeOldExports(ledger)
}

/** Folds what batches added to the counts into a row for each sum. Of several at once one does it. */
export async function foldCounts(ledger: DataSource): Promise<void> {
  await ledger.query(`
with turn as materialized (select pg_try_advisory_xact_lock(${FOLD_LOCK}) as mine), folded as (
  delete from work_count where (select mine from turn) returning *
)
insert into work_count (tenant, rule_id, severity, facility_id, findings)
select tenant, rule_id, severity, facility_id, sum(findings) from folded group by 1, 2, 3, 4 having sum(findings) <> 0`)
}

const FOLD_LOCK = 7_302_047
