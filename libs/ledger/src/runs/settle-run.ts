import { createHash } from 'node:crypto'
import type { VersionOutcome, VersionedResult } from '@claims-audit/audit'
import type { DataSource, QueryRunner } from 'typeorm'
import { RUN_TABLES_1 } from '../forms/form-1.js'
import { partitionOf } from '../sql/copy-rows.js'
import type { RunTally, SettledTally } from './runs.js'

/** A result of the run with its place in it. */
type Arrival = VersionedResult & { tenant: string; claimId: string; unit: number; ordinal: number }

/** What a result was audited to, and what it is among the others of its claim. */
interface Told {
  was: VersionedResult['outcome']
  outcome: VersionOutcome
}

const PAGE = 10_000

/**
 * Closes a run whose units are all done: tells duplicates and contradictions by `decide`, in the order of the input,
 * takes them out of the results, adds the keys, and says the digest. One transaction, so that it is done once, no
 * matter who comes first or is killed. False where it is not to be closed (yet).
 */
export async function settleRun(
  ledger: DataSource,
  run: number,
  decide: (results: VersionedResult[]) => VersionOutcome[],
): Promise<boolean> {
  return ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    const [ready]: { form: number }[] = await runner.query(
      "select form from audit_run where id = $1 and state = 'running' and not exists (select from run_unit where run = $1 and done_at is null) for update",
      [run],
    )
    if (ready === undefined) return false
    const tables = ready.form === 1 ? RUN_TABLES_1 : ['run_claim']
    const settled = await settleVersions(runner, run, decide)
    await removeSkipped(runner, run, tables)
    await runner.query('select key_run_partitions($1)', [run])
    const units: { tally: RunTally; digest: string }[] = await runner.query(
      'select tally, digest from run_unit where run = $1 order by unit',
      [run],
    )
    const tally = totalOf(
      units.map((unit) => unit.tally),
      settled,
    )
    await runner.query(
      "update audit_run set state = 'done', tally = $2, digest = $3, ended_at = clock_timestamp() where id = $1",
      [run, JSON.stringify(tally), digestOf(units.map((unit) => unit.digest))],
    )
    return true
  })
}

/** Only claims that came more than once need a decision. */
async function settleVersions(
  runner: QueryRunner,
  run: number,
  decide: (results: VersionedResult[]) => VersionOutcome[],
): Promise<Told[]> {
  const results = `(select * from recorded_run_claim where run = ${run})`
  await runner.query(`
    declare arrivals no scroll cursor for
    select unit, ordinal, tenant, claim_id as "claimId", version as "claimVersion", revision, content_digest as "contentDigest", outcome from ${results} r
    where (tenant, claim_id) in (select tenant, claim_id from ${results} r group by tenant, claim_id having count(*) > 1)
    order by tenant, claim_id, unit, ordinal`)
  const told: Told[] = []
  let claim: Arrival[] = []
  const close = async (): Promise<void> => {
    const outcomes = decide(claim)
    told.push(...claim.map(({ outcome: was }, at) => ({ was, outcome: outcomes[at] ?? was })))
    await skip(
      runner,
      run,
      claim.flatMap((arrival, at) =>
        outcomes[at] === 'duplicate' || outcomes[at] === 'version-conflict' ? [{ arrival, outcome: outcomes[at] }] : [],
      ),
    )
    claim = []
  }
  for (;;) {
    const page: Arrival[] = await runner.query(`fetch ${PAGE} from arrivals`)
    for (const arrival of page) {
      if (claim[0] !== undefined && (claim[0].tenant !== arrival.tenant || claim[0].claimId !== arrival.claimId))
        await close()
      claim.push(arrival)
    }
    if (page.length < PAGE) break
  }
  if (claim.length > 0) await close()
  await runner.query('close arrivals')
  return told
}

async function skip(
  runner: QueryRunner,
  run: number,
  skipped: { arrival: Arrival; outcome: VersionOutcome }[],
): Promise<void> {
  if (skipped.length === 0) return
  await runner.query(
    `insert into ${partitionOf('run_skipped', run)} (run, unit, ordinal, outcome, tenant, claim_id)
     select $1, s.unit, s.ordinal, s.outcome, $5, $6 from unnest($2::int[], $3::int[], $4::text[]) as s(unit, ordinal, outcome)`,
    [
      run,
      skipped.map(({ arrival }) => arrival.unit),
      skipped.map(({ arrival }) => arrival.ordinal),
      skipped.map(({ outcome }) => outcome),
      skipped[0]?.arrival.tenant,
      skipped[0]?.arrival.claimId,
    ],
  )
}

async function removeSkipped(runner: QueryRunner, run: number, tables: string[]): Promise<void> {
  // By the table's name and not its partition's: the right to delete is granted there.
  for (const table of tables)
    await runner.query(
      `delete from ${table} t using ${partitionOf('run_skipped', run)} s where t.run = ${run} and t.unit = s.unit and t.ordinal = s.ordinal`,
    )
}

/** Over the units' digests in their order: it says the same of a run however its units were shared out. */
export function digestOf(units: string[]): string {
  return `sha256:${createHash('sha256').update(units.join('\n')).digest('hex')}`
}

/** Every event counts once: what is a duplicate, a contradiction or late is that alone, as in the live ledger. */
function totalOf(units: RunTally[], told: Told[]): SettledTally {
  const total: SettledTally = {
    read: 0,
    filtered: 0,
    clean: 0,
    findings: 0,
    rejected: {},
    duplicate: 0,
    superseded: 0,
    versionConflict: 0,
  }
  for (const unit of units) {
    for (const name of ['read', 'filtered', 'clean', 'findings'] as const) total[name] += unit[name]
    for (const [code, count] of Object.entries(unit.rejected))
      total.rejected[code] = (total.rejected[code] ?? 0) + count
  }
  for (const { was, outcome } of told) {
    total[was] -= 1
    total[outcome === 'version-conflict' ? 'versionConflict' : outcome] += 1
  }
  return total
}
