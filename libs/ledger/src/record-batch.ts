import type { Known, KnownClaim, OriginPosition, OutgoingCorrection, Settlement } from '@claims-audit/audit'
import { claimKey } from '@claims-audit/contracts'
import type { AuditResult, Correction } from '@claims-audit/contracts'
import type { DataSource, QueryRunner } from 'typeorm'
import { binaryArray } from './binary-array.js'
import { insertRows, textArray } from './insert-rows.js'
import type { Value } from './insert-rows.js'
import { EACH_BY_INDEX, LIVE_RUN, outcomesAt } from './outcomes-at.js'
import { originColumns, originValues, reasonColumns, reasonValues } from './origin-columns.js'
import { prepared } from './prepared.js'

export interface ClaimName {
  tenant: string
  claimId: string
}

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
    await lockLanes(runner, batch.lanes)
    const settlement = decide(await loadKnown(runner, batch))
    await write(runner, settlement)
    return settlement
  })
}

/** Namespace of the advisory locks by which writers of one claim take turns. */
const LANE_LOCKS = 7_302_044

/** In ascending order, so that two batches never wait for each other crosswise. */
export async function lockLanes(runner: QueryRunner, lanes: number[]): Promise<void> {
  const ordered = [...new Set(lanes)].sort((a, b) => a - b)
  await prepared(runner, 'select pg_advisory_xact_lock($1, lane) from unnest($2::int[]) as lane', [LANE_LOCKS, binaryArray('int', ordered)])
}

async function loadKnown(runner: QueryRunner, { claims, origins }: { claims: ClaimName[]; origins: OriginPosition[] }): Promise<Known> {
  const names = [...new Map(claims.map((claim) => [claimKey(claim.tenant, claim.claimId), claim])).values()]
  const wanted = [binaryArray('text', names.map((claim) => claim.tenant)), binaryArray('text', names.map((claim) => claim.claimId))]
  const results = await prepared<ClaimName & KnownClaim['results'][number]>(
    runner,
    `select w.tenant, w.claim_id as "claimId", r.version, r.revision, r.content_digest as "contentDigest"
     from unnest($1::text[], $2::text[]) as w(tenant, claim_id)
     cross join lateral (select * from audit_result r where r.tenant = w.tenant and r.claim_id = w.claim_id and r.run = ${LIVE_RUN} ${EACH_BY_INDEX}) as r`,
    wanted,
  )
  const corrections = results.length === 0 ? [] : await prepared<{ body: Correction }>(
    runner,
    `select c.body from unnest($1::text[], $2::text[]) as w(tenant, claim_id)
     cross join lateral (select * from correction c where c.tenant = w.tenant and c.claim_id = w.claim_id ${EACH_BY_INDEX}) as c order by c.sequence`,
    wanted,
  )
  return known(results, corrections.map((row) => row.body), await outcomesAt(runner, origins))
}

function known(results: (ClaimName & KnownClaim['results'][number])[], corrections: Correction[], outcome: Known['outcome']): Known {
  const resultsOf = Map.groupBy(results, (row) => claimKey(row.tenant, row.claimId))
  const correctionsOf = Map.groupBy(corrections, (row) => claimKey(row.tenant, row.claimId))
  return {
    claim: (tenant, claimId) => ({ results: resultsOf.get(claimKey(tenant, claimId)) ?? [], corrections: correctionsOf.get(claimKey(tenant, claimId)) ?? [] }),
    outcome,
  }
}

async function write(runner: QueryRunner, { outcomes, results, corrections }: Settlement): Promise<void> {
  await insertRows(
    runner,
    'outcome',
    { tenant: 'text', claim_id: 'text', run: 'int', ...originColumns('origin'), origin_timestamp: 'bigint', version: 'int', revision: 'int', outcome: 'text', ...reasonColumns },
    outcomes.map((row) => [row.tenant, row.claimId, LIVE_RUN, ...originValues(row.origin), row.origin.timestamp, row.version, row.revision, row.outcome, ...reasonValues(row.reason)]),
  )
  await insertRows(runner, 'audit_result', RESULT_COLUMNS, results.map(resultValues))
  await insertRows(runner, 'finding', FINDING_COLUMNS, results.flatMap(findingValues))
  await writeCorrections(runner, corrections)
}

const RESULT_KEY = { tenant: 'text', claim_id: 'text', run: 'int', version: 'int', revision: 'int' }
const resultKey = (result: AuditResult): (string | number)[] => [result.tenant, result.claimId, LIVE_RUN, result.claimVersion, result.revision]

const RESULT_COLUMNS = {
  ...RESULT_KEY,
  content_digest: 'text',
  outcome: 'text',
  editions: 'jsonb',
  claim_type: 'text',
  facility_id: 'text',
  payer_id: 'text',
  coder: 'text',
  admission_date: 'date',
  discharge_date: 'date',
  total_charge: 'text',
  billed_drg: 'text',
  final_drg: 'text',
  codes: 'text[]',
  support: 'jsonb',
  drg: 'jsonb',
}

function resultValues(result: AuditResult): Value[] {
  const { facets } = result
  return [
    ...resultKey(result),
    result.contentDigest,
    result.outcome,
    JSON.stringify(result.editions),
    facets.claimType,
    facets.facilityId,
    facets.payerId,
    facets.coder,
    facets.admissionDate,
    facets.dischargeDate,
    facets.totalCharge,
    facets.billedDrg,
    result.drg?.asSubmitted.finalDrg ?? null,
    textArray(facets.codes),
    JSON.stringify(result.support),
    result.drg === null ? null : JSON.stringify(result.drg),
  ]
}

const FINDING_COLUMNS = { ...RESULT_KEY, finding_id: 'uuid', ordinal: 'int', rule_id: 'text', severity: 'text', action: 'text', codes: 'text[]', finding_digest: 'text', rule_set: 'text', body: 'jsonb' }

function findingValues(result: AuditResult): Value[][] {
  return result.findings.map((finding, ordinal) => [
    ...resultKey(result),
    finding.findingId,
    ordinal,
    finding.ruleId,
    finding.severity,
    finding.action,
    textArray(finding.codes),
    finding.findingDigest,
    result.editions.ruleSet,
    JSON.stringify(finding),
  ])
}

/** The correction for good, and its copy in the outbox until the relay has sent it. */
async function writeCorrections(runner: QueryRunner, corrections: OutgoingCorrection[]): Promise<void> {
  await insertRows(
    runner,
    'correction',
    { tenant: 'text', claim_id: 'text', sequence: 'int', correction_id: 'uuid', version: 'int', revision: 'int', kind: 'text', body: 'jsonb' },
    corrections.map(({ event }) => [event.tenant, event.claimId, event.sequence, event.correctionId, event.expectedClaimVersion, event.revision, event.kind, JSON.stringify(event)]),
  )
  await insertRows(
    runner,
    'outbox',
    { key: 'text', event_id: 'uuid', body: 'jsonb', origin: 'jsonb', traceparent: 'text' },
    corrections.map(({ event, origin, traceparent }) => [claimKey(event.tenant, event.claimId), event.correctionId, JSON.stringify(event), JSON.stringify(origin), traceparent ?? null]),
  )
}
