import type { AuditResult, Finding } from '@claims-audit/contracts'
import { textArray } from '../sql/insert-rows.js'

/** What the rows of a result and of its findings have in common, live or of a run: column name → Postgres type. */
const KEY = { tenant: 'text', claim_id: 'text', version: 'int', revision: 'int' }

export const RESULT_COLUMNS = {
  ...KEY,
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

export const FINDING_COLUMNS = {
  ...KEY,
  finding_id: 'uuid',
  rule_id: 'text',
  severity: 'text',
  action: 'text',
  codes: 'text[]',
  finding_digest: 'text',
  rule_set: 'text',
  body: 'jsonb',
}

type Values = (string | number | null)[]

const keyOf = (result: AuditResult): Values => [result.tenant, result.claimId, result.claimVersion, result.revision]

/** In the order of RESULT_COLUMNS. */
export function resultValues(result: AuditResult): Values {
  const { contentDigest, outcome, editions, facets, support, drg } = result
  const { claimType, facilityId, payerId, coder, admissionDate, dischargeDate, totalCharge, billedDrg, codes } = facets
  const told = [
    claimType,
    facilityId,
    payerId,
    coder,
    admissionDate,
    dischargeDate,
    totalCharge,
    billedDrg,
    drg?.asSubmitted.finalDrg ?? null,
  ]
  return [
    ...keyOf(result),
    contentDigest,
    outcome,
    JSON.stringify(editions),
    ...told,
    textArray(codes),
    JSON.stringify(support),
    drg === null ? null : JSON.stringify(drg),
  ]
}

/** In the order of FINDING_COLUMNS. */
export function findingValues(finding: Finding, result: AuditResult): Values {
  const { findingId, ruleId, severity, action, codes, findingDigest } = finding
  return [
    ...keyOf(result),
    findingId,
    ruleId,
    severity,
    action,
    textArray(codes),
    findingDigest,
    result.editions.ruleSet,
    JSON.stringify(finding),
  ]
}
