import type { ClaimName, Known, KnownClaim, OriginPosition, Settlement } from '@claims-audit/audit'
import { claimKey } from '@claims-audit/contracts'
import type { AuditResult, Correction } from '@claims-audit/contracts'
import type { DataSource, QueryRunner } from 'typeorm'
import { liveRows as rowsOfForm1 } from '../forms/form-1.js'
import { binaryArray } from '../sql/binary-array.js'
import { insertRows } from '../sql/insert-rows.js'
import { prepared } from '../sql/prepared.js'
import { AUDITED_CLAIM, AUDITED_CLAIM_FIELDS, auditResultOf } from '../tables/audited-claim.js'
import type { AuditedClaimRow } from '../tables/audited-claim.js'
import { CLAIM_CORRECTION, CLAIM_OUTCOME, OUTBOX, placedOutcomes, written } from '../tables/claim-events.js'
import { CORRECTION_FATE } from '../tables/correction-fate.js'
import { rowsOf } from '../tables/table.js'
import type { TableRows } from '../tables/table.js'
import { closeQueries } from '../decisions/queries/close-queries.js'
import { policiesAt, releasedBy } from '../decisions/policies.js'
import { inLanes } from './in-lanes.js'
import { epochsOf } from './log-epochs.js'
import { EACH_BY_INDEX, OUTCOMES_WITHIN, outcomesAmong, stretchesOf } from './outcomes-at.js'
import type { OutcomeAt } from './outcomes-at.js'
import { closeOlder, keepOwners, workRows } from './work-rows.js'

/**
 * One transaction: locks the lanes, loads what is held of the batch's claims and origins, lets `decide` say what to
 * add, adds it. The lane lock makes "load, decide, add" one step for a claim even while a consumer that lost its
 * partition has not noticed yet.
 */
export async function recordBatch(
  ledger: DataSource,
  batch: { claims: ClaimName[]; origins: OriginPosition[]; lanes: number[] },
  decide: (known: Known) => Settlement,
): Promise<Settlement> {
  return inLanes(ledger, batch.lanes, async (runner, { generation, form, settings }) => {
    const epochOf = await epochsOf(
      runner,
      batch.origins.map(({ log }) => log),
    )
    const known = {
      ...(await loadKnown(runner, batch, epochOf)),
      generation,
      isReleased: releasedBy(await policiesAt(runner, settings)),
    }
    const settlement = decide(known)
    if (form === 2) await closeOlder(runner, [...settlement.results, ...settlement.voids], known)
    await insertRows(runner, ...(form === 1 ? rowsOfForm1 : liveRows)(settlement, epochOf, known))
    if (form === 2) {
      await keepOwners(runner, settlement.results, known)
      await closeQueries(runner, settlement)
    }
    return settlement
  })
}

/** What the batch's claims and origins have already, asked for in one statement. */
async function loadKnown(
  runner: QueryRunner,
  { claims, origins }: { claims: ClaimName[]; origins: OriginPosition[] },
  epochOf: (log: string | undefined) => number,
): Promise<Pick<Known, 'claim' | 'outcome'>> {
  const wanted = wantedOf(claims)
  const rows = await prepared<OutcomeAt | HeldResult>(runner, LOAD, [...wanted, ...stretchesOf(origins, epochOf)])
  const results = rows.filter((row) => 'contentDigest' in row && row.contentDigest !== null) as HeldResult[]
  const outcomes = rows.filter((row) => 'outcome' in row && row.outcome !== null) as OutcomeAt[]
  const bodies = results.length === 0 ? [] : await prepared<{ body: string }>(runner, LOAD_CORRECTIONS, wanted)
  const corrections = bodies.map(({ body }) => JSON.parse(body) as Correction)
  const newest =
    corrections.length === 0 ? [] : await prepared<AuditedClaimRow>(runner, LOAD_NEWEST, wantedOf(corrections))
  return {
    claim: claimsAmong(results, corrections, newest.map(auditResultOf)),
    outcome: outcomesAmong(outcomes, epochOf),
  }
}

function wantedOf(claims: ClaimName[]): Buffer[] {
  const names = [...new Map(claims.map((claim) => [claimKey(claim.tenant, claim.claimId), claim])).values()]
  return (['tenant', 'claimId'] as const).map((part) =>
    binaryArray(
      'text',
      names.map((claim) => claim[part]),
    ),
  )
}

type HeldResult = ClaimName & KnownClaim['results'][number]

const LOAD = `
select w.tenant, w.claim_id as "claimId", r.version, r.revision, r.content_digest as "contentDigest",
  null::int as epoch, null::text as topic, null::int as partition, null::text as offset, null::text as timestamp, null::text as outcome
from unnest($1::text[], $2::text[]) as w(tenant, claim_id)
cross join lateral (
  select r.version, r.revision, r.content_digest from recorded_version r where r.tenant = w.tenant and r.claim_id = w.claim_id ${EACH_BY_INDEX}
) as r
union all
select o.tenant, o.claim_id, null, null, null, o.epoch, o.topic, o.partition, o.offset, o.timestamp, o.outcome
from (${OUTCOMES_WITHIN(3)}) as o`

const LOAD_CORRECTIONS = `
select c.body from unnest($1::text[], $2::text[]) as w(tenant, claim_id)
cross join lateral (
  select c.body, c.sequence from recorded_correction c where c.tenant = w.tenant and c.claim_id = w.claim_id ${EACH_BY_INDEX}
) as c order by c.sequence`

/** Of claims that something was asked of: what became of it is told from what they were before. */
const LOAD_NEWEST = `
select c.* from unnest($1::text[], $2::text[]) as w(tenant, claim_id)
cross join lateral (
  select ${AUDITED_CLAIM_FIELDS} from recorded_claim r where r.tenant = w.tenant and r.claim_id = w.claim_id
  order by r.version desc, r.revision desc limit 1
) as c`

function claimsAmong(results: HeldResult[], corrections: Correction[], newest: AuditResult[]): Known['claim'] {
  const newestOf = new Map(newest.map((result) => [claimKey(result.tenant, result.claimId), result]))
  const resultsOf = Map.groupBy(results, (row) => claimKey(row.tenant, row.claimId))
  const correctionsOf = Map.groupBy(corrections, (row) => claimKey(row.tenant, row.claimId))
  return (tenant, claimId) => ({
    results: resultsOf.get(claimKey(tenant, claimId)) ?? [],
    corrections: correctionsOf.get(claimKey(tenant, claimId)) ?? [],
    newest: newestOf.get(claimKey(tenant, claimId)),
  })
}

/** A correction goes in for good, and its copy into the outbox until the relay has sent it. */
function liveRows(
  { outcomes, results, voids, corrections, fates }: Settlement,
  epochOf: (log: string | undefined) => number,
  known: Known,
): TableRows[] {
  const texts = corrections.map(written)
  return [
    rowsOf(CLAIM_OUTCOME, placedOutcomes({ outcomes, results, voids }, epochOf)),
    rowsOf(AUDITED_CLAIM, results),
    rowsOf(CLAIM_CORRECTION, texts),
    rowsOf(OUTBOX, texts),
    rowsOf(CORRECTION_FATE, fates),
    ...workRows({ results, voids }, known),
  ]
}
