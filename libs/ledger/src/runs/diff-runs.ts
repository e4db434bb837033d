import type { DataSource, QueryRunner } from 'typeorm'
import { enterAs } from '../sql/as-tenant.js'
import type { AskedAs } from '../sql/as-tenant.js'
import type { LedgerSession } from '../sql/session.js'
import { FINDINGS, WEIGHT, impactOf, isOther, substanceOf, textOf } from '../views/body-sql.js'
import { findRun } from './runs.js'

/** The live pipeline; replays have others. */
const LIVE_RUN = 0

/** What changed from one run to another, over the claims that both audited with the same content. */
export interface RunDiff {
  a: number
  b: number
  claims: {
    both: number
    /** Versions of claims that only one has: nothing is said of their findings. */
    onlyA: number
    onlyB: number
    /** Versions that say something else in the two, under the same key. */
    otherContent: number
    /** Grouped to another DRG. */
    regrouped: number
  }
  findings: ChangeSum
  rules: NamedChangeSum[]
  facilities: NamedChangeSum[]
  /** By the DRG in b. */
  drgs: NamedChangeSum[]
  regrouped: {
    from: string | null
    to: string | null
    claims: number
    /** Of b, less that of a. */ weight: number | null
  }[]
}

export interface ChangeSum {
  gained: number
  lost: number
  changed: number
  /** Says the same in other words, as where a version is named. */
  reworded: number
  /** What the findings of b would change of the weight, less those of a; without those of which it is unknown. */
  weight: number
  amount: number
  /** Findings whose weight is unknown on a side, as where a version has no table of weights. */
  unweighed: number
}

export interface NamedChangeSum extends ChangeSum {
  name: string | null
}

/** A finding that only one of the two has, or that says something else in b. */
export interface FindingChange {
  change: 'gained' | 'lost' | 'changed' | 'reworded'
  tenant: string
  claimId: string
  version: number
  revision: number
  facilityId: string | null
  dischargeDate: string | null
  ruleId: string
  findingId: string
  drgA: string | null
  drgB: string | null
  /** Null where it is unknown on a side. */
  weight: number | null
  amount: number | null
  message: string
}

/** A run that cannot be compared, and why. */
export class NotComparable extends Error {
  override name = 'NotComparable'
}

/** Throws NotComparable where one of them is not there, or not done. Run 0 is the live one. */
export async function assertComparable(ledger: LedgerSession, a: number, b: number): Promise<void> {
  await assertDone(ledger, a)
  await assertDone(ledger, b)
}

async function assertDone(ledger: LedgerSession, run: number): Promise<void> {
  if (run === LIVE_RUN) return
  const found = await findRun(ledger, run)
  if (found === undefined) throw new NotComparable(`there is no run ${run}`)
  if (found.state !== 'done') throw new NotComparable(`run ${run} is not done but ${found.state}`)
}

const resultsOf = (run: number): string =>
  run === LIVE_RUN ? 'recorded_claim' : `(select * from recorded_run_claim where run = ${run})`

const KEY = 'tenant, claim_id, version, revision'

/**
 * `both_runs`: results of the same content; `changes`: what differs in their findings. A finding has the same id in
 * every run. Most bodies are the same to the letter, and are not looked into.
 */
const compared = (a: number, b: number): string => `
both_runs as (
  select ${KEY}, coalesce(b.facility_id, a.facility_id) as facility, b.discharge_date as discharged, a.final_drg as drg_a, b.final_drg as drg_b,
    case when a.final_drg is distinct from b.final_drg then ${WEIGHT('b.body')} - ${WEIGHT('a.body')} end as weight, a.body as body_a, b.body as body_b
  from ${resultsOf(a)} a join ${resultsOf(b)} b using (${KEY}) where a.content_digest = b.content_digest
), changes as (
  select case when found_a is null then 'gained' when found_b is null then 'lost'
      when ${substanceOf('found_a')} is distinct from ${substanceOf('found_b')} then 'changed' else 'reworded' end as change,
    ${KEY}, finding_id, ${textOf('coalesce(found_b, found_a)', 'ruleId')} as rule, ${textOf('coalesce(found_b, found_a)', 'message')} as message, facility, discharged, drg_a, drg_b,
    ${impactOf('found_b', 'weightDelta')} - ${impactOf('found_a', 'weightDelta')} as weight, ${impactOf('found_b', 'amountDelta')} - ${impactOf('found_a', 'amountDelta')} as amount
  from both_runs cross join lateral (
    select finding_id, a.found as found_a, b.found as found_b from (${FINDINGS('body_a')}) a full join (${FINDINGS('body_b')}) b using (finding_id)
  ) paired where body_a <> body_b and ${isOther('found_a', 'found_b')}
)`

export async function diffRuns(ledger: LedgerSession, a: number, b: number): Promise<RunDiff> {
  await assertComparable(ledger, a, b)
  const [claims]: RunDiff['claims'][] = await ledger.query(`
    select count(*) filter (where a.content_digest = b.content_digest)::int as both, count(*) filter (where b.content_digest is null)::int as "onlyA",
      count(*) filter (where a.content_digest is null)::int as "onlyB", count(*) filter (where a.content_digest <> b.content_digest)::int as "otherContent",
      count(*) filter (where a.content_digest = b.content_digest and a.final_drg is distinct from b.final_drg)::int as regrouped
    from ${resultsOf(a)} a full join ${resultsOf(b)} b using (${KEY})`)
  const sums: (NamedChangeSum & { by: 'all' | 'rules' | 'facilities' | 'drgs' })[] = await ledger.query(`
    with ${compared(a, b)}
    select case when grouping(rule) = 0 then 'rules' when grouping(facility) = 0 then 'facilities' when grouping(drg_b) = 0 then 'drgs' else 'all' end as by,
      coalesce(rule, facility, drg_b) as name, ${SUMS}
    from changes group by grouping sets ((), (rule), (facility), (drg_b)) order by count(*) desc, 2`)
  const regrouped: RunDiff['regrouped'] = await ledger.query(`
    with ${compared(a, b)}
    select drg_a as "from", drg_b as "to", count(*)::int as claims, round(sum(weight), 4)::float8 as weight
    from both_runs where drg_a is distinct from drg_b group by drg_a, drg_b order by 3 desc, 1, 2`)
  const by = (wanted: string): NamedChangeSum[] =>
    sums.filter((sum) => sum.by === wanted).map(({ by: _, ...sum }) => sum)
  const [{ name: _, ...findings }] = by('all') as [NamedChangeSum]
  return {
    a,
    b,
    claims: claims as RunDiff['claims'],
    findings,
    rules: by('rules'),
    facilities: by('facilities'),
    drgs: by('drgs'),
    regrouped,
  }
}

const SUMS = `count(*) filter (where change = 'gained')::int as gained, count(*) filter (where change = 'lost')::int as lost, count(*) filter (where change = 'changed')::int as changed,
  count(*) filter (where change = 'reworded')::int as reworded, count(*) filter (where weight is null)::int as unweighed,
  coalesce(round(sum(weight), 4), 0)::float8 as weight, coalesce(round(sum(amount), 2), 0)::float8 as amount`

const PAGE = 2_000

/** Every finding that differs, claim by claim, in one transaction; of those that `who` sees, where one is named. */
export async function* findingChanges(
  ledger: DataSource,
  a: number,
  b: number,
  who?: AskedAs,
): AsyncGenerator<FindingChange> {
  const runner: QueryRunner = ledger.createQueryRunner()
  await runner.startTransaction()
  try {
    if (who !== undefined) await enterAs(ledger, runner, who)
    await assertComparable(runner, a, b)
    // All will be read: a plan for the first rows takes many times as long over large runs.
    await runner.query('set local cursor_tuple_fraction = 1')
    await runner.query(`declare differing no scroll cursor for ${selectChanges(a, b)}`)
    for (;;) {
      const page: FindingChange[] = await runner.query(`fetch ${PAGE} from differing`)
      yield* page
      if (page.length < PAGE) return
    }
  } finally {
    await runner.rollbackTransaction()
    await runner.release()
  }
}

/** Where a page of changes goes on. */
export type ChangeCursor = Pick<FindingChange, 'tenant' | 'claimId' | 'version' | 'revision' | 'findingId'>

/** The changes after one of them, so many at most. */
export async function pageOfChanges(
  ledger: LedgerSession,
  a: number,
  b: number,
  { limit, after }: { limit: number; after?: ChangeCursor },
): Promise<FindingChange[]> {
  await assertComparable(ledger, a, b)
  const from = after === undefined ? [] : [after.tenant, after.claimId, after.version, after.revision, after.findingId]
  return ledger.query(
    `${selectChanges(a, b, after === undefined ? '' : `where (${KEY}, finding_id) > ($1, $2, $3::int, $4::int, $5::uuid)`)} limit ${limit}`,
    from,
  )
}

const selectChanges = (a: number, b: number, where = ''): string => `
with ${compared(a, b)}
select change, tenant, claim_id as "claimId", version, revision, facility as "facilityId", discharged::text as "dischargeDate", rule as "ruleId", finding_id as "findingId",
  drg_a as "drgA", drg_b as "drgB", weight::float8 as weight, amount::float8 as amount, message
from changes ${where} order by ${KEY}, finding_id`
