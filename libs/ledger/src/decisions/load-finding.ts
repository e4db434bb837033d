import type { OriginPosition } from '@claims-audit/audit'
import type { AuditResult, Correction, Finding, ReasonCode, ReleasePolicyRow } from '@claims-audit/contracts'
import { DEFAULT_REASONS, personsFor, stateOf } from '@claims-audit/decisions'
import type { Act, KnownFinding, RecordedAct } from '@claims-audit/decisions'
import type { QueryRunner } from 'typeorm'
import { AUDITED_CLAIM_FIELDS, auditResultOf } from '../tables/audited-claim.js'
import type { AuditedClaimRow } from '../tables/audited-claim.js'
import { settingOf } from './tenant-settings.js'

/** A finding at its newest revision, with all that a decision on it asks for. */
export interface LoadedFinding {
  result: AuditResult
  finding: Finding
  known: KnownFinding
  /** Of the claim, in order of their sequence. */
  sent: Correction[]
  /** Of the event that the result is of. */
  origin: OriginPosition
  severity: number
  /** Of the tenant. */
  policy: readonly ReleasePolicyRow[]
}

interface Row {
  claim_id: string
  version: number
  revision: number
  severity: number
  is_open: boolean
  owner: string
  newest: number
  now: string
}

/**
 * The newest result of a claim, and its corrections in order of their sequence; undefined where it has none, or its
 * month is detached.
 */
export async function loadNewest(
  runner: QueryRunner,
  tenant: string,
  claimId: string,
): Promise<Pick<LoadedFinding, 'result' | 'sent'> | undefined> {
  const [row]: AuditedClaimRow[] = await runner.query(
    `select ${AUDITED_CLAIM_FIELDS} from audited_claim where tenant = $1 and claim_id = $2 order by version desc, revision desc limit 1`,
    [tenant, claimId],
  )
  return row && { result: auditResultOf(row), sent: await correctionsOf(runner, tenant, claimId) }
}

/** Undefined where the ledger has no such finding of the tenant, or its month is detached. */
export async function loadFinding(
  runner: QueryRunner,
  tenant: string,
  findingId: string,
): Promise<LoadedFinding | undefined> {
  const [row]: Row[] = await runner.query(FINDING, [tenant, findingId])
  if (row === undefined) return undefined
  const result = await resultAt(runner, tenant, row)
  const finding = result?.findings.find((each) => each.findingId === findingId)
  const origin = await originAt(runner, tenant, row)
  if (result === undefined || finding === undefined || origin === undefined) return undefined
  const reasons = ((await settingOf(runner, tenant, 'reason-codes')) ?? DEFAULT_REASONS) as ReasonCode[]
  const policy = ((await settingOf(runner, tenant, 'release-policy')) ?? []) as ReleasePolicyRow[]
  const { ruleId, severity, findingDigest } = finding
  const known = {
    findingDigest,
    claimVersion: row.version,
    open: row.is_open,
    newestVersion: row.newest,
    persons: personsFor(policy, { ruleId, severity, payerId: result.facets.payerId }),
    owner: row.owner,
    acts: await actsOn(runner, findingId, row.revision),
    reasons: reasons.map(({ code }) => code),
    now: Number(row.now),
  }
  const sent = await correctionsOf(runner, tenant, row.claim_id)
  return { result, finding, known, sent, origin, severity: row.severity, policy }
}

const FINDING = `
select f.claim_id, f.version, f.revision, f.severity, f.is_open, f.owner, (extract(epoch from now()) * 1000)::bigint::text as now, (
  select max(o.version) from claim_outcome o where o.tenant = f.tenant and o.claim_id = f.claim_id and o.content_digest is not null
) as newest
from work_finding f where f.tenant = $1 and f.finding_id = $2 order by f.revision desc limit 1`

type At = Pick<Row, 'claim_id' | 'version' | 'revision'>
const keyOf = (tenant: string, { claim_id, version, revision }: At): unknown[] => [tenant, claim_id, version, revision]
const OF_KEY = 'tenant = $1 and claim_id = $2 and version = $3 and revision = $4'

async function resultAt(runner: QueryRunner, tenant: string, at: At): Promise<AuditResult | undefined> {
  const [row]: AuditedClaimRow[] = await runner.query(
    `select ${AUDITED_CLAIM_FIELDS} from audited_claim where ${OF_KEY}`,
    keyOf(tenant, at),
  )
  return row && auditResultOf(row)
}

async function originAt(runner: QueryRunner, tenant: string, at: At): Promise<OriginPosition | undefined> {
  const [row]: OriginPosition[] = await runner.query(
    `select origin_topic as topic, origin_partition as partition, origin_offset::text as offset, origin_timestamp::text as timestamp
     from claim_outcome where ${OF_KEY} and content_digest is not null`,
    keyOf(tenant, at),
  )
  return row
}

async function correctionsOf(runner: QueryRunner, tenant: string, claimId: string): Promise<Correction[]> {
  const rows: { body: string }[] = await runner.query(
    'select body from claim_correction where tenant = $1 and claim_id = $2 order by sequence',
    [tenant, claimId],
  )
  return rows.map(({ body }) => JSON.parse(body) as Correction)
}

async function actsOn(runner: QueryRunner, findingId: string, revision: number): Promise<RecordedAct[]> {
  const rows: {
    actId: string
    act: Act
    person: string
    state: number
    at: string
    sent: boolean
    sampled: boolean
  }[] = await runner.query(
    `select act_id as "actId", act, person, state, (extract(epoch from recorded_at) * 1000)::bigint::text as at, sent_from is not null as sent, sampled
     from work_act where finding_id = $1 and revision = $2 order by id`,
    [findingId, revision],
  )
  return rows.map(({ state, at, ...row }) => ({ ...row, state: stateOf(state), at: Number(at) }))
}
