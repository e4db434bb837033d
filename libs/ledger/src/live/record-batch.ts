import type { ClaimName, Known, KnownClaim, OriginPosition, Settlement } from '@claims-audit/audit'
import { claimKey } from '@claims-audit/contracts'
import type { Correction } from '@claims-audit/contracts'
import type { DataSource, QueryRunner } from 'typeorm'
import { binaryArray } from '../sql/binary-array.js'
import { GENERATION } from './generation.js'
import { insertRows } from '../sql/insert-rows.js'
import type { TableRows } from '../sql/insert-rows.js'
import { epochsOf } from './log-epochs.js'
import { EACH_BY_INDEX, LIVE_RUN, outcomesAt } from './outcomes-at.js'
import { originColumns, originValues, reasonColumns, reasonValues } from '../sql/origin-columns.js'
import { prepared } from '../sql/prepared.js'
import { FINDING_COLUMNS, RESULT_COLUMNS, findingValues, resultValues } from '../tables/result-rows.js'

/**
 * One transaction: locks the lanes, loads what is held of the batch's claims and origins, lets `decide` say what to add, adds it.
 * The lane lock makes "load, decide, add" one step for a claim even while a consumer that lost its partition has not noticed yet.
 */
export async function recordBatch(
  ledger: DataSource,
  batch: { claims: ClaimName[]; origins: OriginPosition[]; lanes: number[] },
  decide: (known: Known) => Settlement,
): Promise<Settlement> {
  return ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    const generation = await lockLanes(runner, batch.lanes)
    const settlement = decide(await loadKnown(runner, batch, generation))
    await insertRows(
      runner,
      ...tablesOf(
        settlement,
        await epochsOf(
          runner,
          batch.origins.map(({ log }) => log),
        ),
      ),
    )
    return settlement
  })
}

/** Namespace of the advisory locks by which writers of one claim take turns. */
const LANE_LOCKS = 7_302_044

/** In ascending order, so that two batches never wait for each other crosswise. Gives the ledger's generation, for the way there is paid. */
export async function lockLanes(runner: QueryRunner, lanes: number[]): Promise<number> {
  const ordered = [...new Set(lanes)].sort((a, b) => a - b)
  const [row] = await prepared<{ generation: number }>(
    runner,
    `select pg_advisory_xact_lock($1, lane), ${GENERATION} as generation from unnest($2::int[]) as lane`,
    [LANE_LOCKS, binaryArray('int', ordered)],
  )
  return row?.generation ?? 0
}

async function loadKnown(
  runner: QueryRunner,
  { claims, origins }: { claims: ClaimName[]; origins: OriginPosition[] },
  generation: number,
): Promise<Known> {
  const names = [...new Map(claims.map((claim) => [claimKey(claim.tenant, claim.claimId), claim])).values()]
  const wanted = [
    binaryArray(
      'text',
      names.map((claim) => claim.tenant),
    ),
    binaryArray(
      'text',
      names.map((claim) => claim.claimId),
    ),
  ]
  const results = await prepared<ClaimName & KnownClaim['results'][number]>(
    runner,
    `select w.tenant, w.claim_id as "claimId", r.version, r.revision, r.content_digest as "contentDigest"
     from unnest($1::text[], $2::text[]) as w(tenant, claim_id)
     cross join lateral (select * from audit_result r where r.tenant = w.tenant and r.claim_id = w.claim_id and r.run = ${LIVE_RUN} ${EACH_BY_INDEX}) as r`,
    wanted,
  )
  const corrections =
    results.length === 0
      ? []
      : await prepared<{ body: Correction }>(
          runner,
          `select c.body from unnest($1::text[], $2::text[]) as w(tenant, claim_id)
     cross join lateral (select * from correction c where c.tenant = w.tenant and c.claim_id = w.claim_id ${EACH_BY_INDEX}) as c order by c.sequence`,
          wanted,
        )
  return {
    ...known(
      results,
      corrections.map((row) => row.body),
    ),
    outcome: await outcomesAt(runner, origins),
    generation,
  }
}

function known(
  results: (ClaimName & KnownClaim['results'][number])[],
  corrections: Correction[],
): Pick<Known, 'claim'> {
  const resultsOf = Map.groupBy(results, (row) => claimKey(row.tenant, row.claimId))
  const correctionsOf = Map.groupBy(corrections, (row) => claimKey(row.tenant, row.claimId))
  return {
    claim: (tenant, claimId) => ({
      results: resultsOf.get(claimKey(tenant, claimId)) ?? [],
      corrections: correctionsOf.get(claimKey(tenant, claimId)) ?? [],
    }),
  }
}

const OUTCOME_COLUMNS = {
  tenant: 'text',
  claim_id: 'text',
  run: 'int',
  epoch: 'int',
  ...originColumns('origin'),
  origin_timestamp: 'bigint',
  version: 'int',
  revision: 'int',
  outcome: 'text',
  ...reasonColumns,
}
const CORRECTION_COLUMNS = {
  tenant: 'text',
  claim_id: 'text',
  sequence: 'int',
  correction_id: 'uuid',
  version: 'int',
  revision: 'int',
  kind: 'text',
  body: 'jsonb',
}
const OUTBOX_COLUMNS = { key: 'text', event_id: 'uuid', body: 'jsonb', origin: 'jsonb', traceparent: 'text' }

/** A correction goes in for good, and its copy into the outbox until the relay has sent it. */
function tablesOf(
  { outcomes, results, corrections }: Settlement,
  epochOf: (log: string | undefined) => number,
): TableRows[] {
  return [
    {
      table: 'outcome',
      columns: OUTCOME_COLUMNS,
      rows: outcomes.map((row) => [
        row.tenant,
        row.claimId,
        LIVE_RUN,
        epochOf(row.origin.log),
        ...originValues(row.origin),
        row.origin.timestamp,
        row.version,
        row.revision,
        row.outcome,
        ...reasonValues(row.reason),
      ]),
    },
    {
      table: 'audit_result',
      columns: { run: 'int', ...RESULT_COLUMNS },
      rows: results.map((result) => [LIVE_RUN, ...resultValues(result)]),
    },
    {
      table: 'finding',
      columns: { run: 'int', ordinal: 'int', ...FINDING_COLUMNS },
      rows: results.flatMap((result) =>
        result.findings.map((finding, ordinal) => [LIVE_RUN, ordinal, ...findingValues(finding, result)]),
      ),
    },
    {
      table: 'correction',
      columns: CORRECTION_COLUMNS,
      rows: corrections.map(({ event }) => [
        event.tenant,
        event.claimId,
        event.sequence,
        event.correctionId,
        event.expectedClaimVersion,
        event.revision,
        event.kind,
        JSON.stringify(event),
      ]),
    },
    {
      table: 'outbox',
      columns: OUTBOX_COLUMNS,
      rows: corrections.map(({ event, origin, traceparent }) => [
        claimKey(event.tenant, event.claimId),
        event.correctionId,
        JSON.stringify(event),
        JSON.stringify(origin),
        traceparent ?? null,
      ]),
    },
  ]
}
