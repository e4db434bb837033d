import { ageAtAdmission } from '@claims-audit/claim'
import { dotted } from '@claims-audit/contracts'
import type { AuditResult, ClaimFacets, DrgAudit, DrgImpact, DrgResult, Finding, ValidatedClaim } from '@claims-audit/contracts'
import type { GroupInput, GroupResult } from '@claims-audit/ms-drg'
import { DRG_CHECKS } from './checks.js'
import { findingOf } from './finding.js'
import type { Knowledge } from './knowledge.js'
import { applied, changesCodes } from './proposal.js'
import { billedDiagnoses } from './subject.js'

/** Groups the claim as submitted and as proposed, prices each proposal by regrouping, adds `drg.*`, and closes the audit. */
export function auditDrg(validated: ValidatedClaim, { grouper, rules }: Pick<Knowledge, 'grouper' | 'rules'>, options: { trace?: boolean } = {}): AuditResult {
  const { claim, editions } = validated
  const group = (coded: ValidatedClaim['claim'], trace = false): GroupResult | null => (editions.msDrg === null ? null : grouper.group(grouper.read(groupInputOf(coded)), editions.msDrg, { trace }))
  const asSubmitted = group(claim, options.trace)
  const drgFindings = asSubmitted === null ? [] : rules.rules.flatMap((rule) => (DRG_CHECKS[rule.check ?? '']?.({ claim, asSubmitted }) ?? []).map((hit) => findingOf(rule, hit, claim)))
  const findings = [...validated.findings.map((finding) => priced(finding, asSubmitted, claim, group)), ...drgFindings]
  return {
    tenant: claim.tenant,
    claimId: claim.claimId,
    claimVersion: claim.version,
    revision: claim.revision,
    contentDigest: validated.contentDigest,
    outcome: findings.length > 0 ? 'findings' : 'clean',
    editions,
    facets: facetsOf(claim),
    findings,
    support: validated.support,
    drg: asSubmitted === null ? null : drgAudit(asSubmitted, findings, claim, group),
  }
}

/** What the grouper needs of a claim. External-cause codes enter as secondaries; the admitting diagnosis does not group. */
export function groupInputOf(claim: ValidatedClaim['claim']): GroupInput {
  const grouped = claim.diagnoses.filter((diagnosis) => diagnosis.role !== 'admitting')
  const hasPrincipal = grouped[0]?.role === 'principal'
  return {
    // Without a principal the first place stays empty: CMS's grouper answers INVALID_PDX, and so does ours.
    diagnoses: [...(hasPrincipal ? [] : [{ code: '' }]), ...grouped.map(({ code, poa }) => ({ code, ...(poa !== undefined && { poa }) }))],
    procedures: claim.procedures.map((procedure) => procedure.code),
    ageInYears: ageAtAdmission(claim) ?? -1,
    sex: claim.patient.sex,
    dischargeStatus: claim.dischargeStatus ?? '',
  }
}

type Group = (coded: ValidatedClaim['claim']) => GroupResult | null

/** What a proposal alone would do, found by regrouping the changed claim, never by a CC label. */
function priced(finding: Finding, before: GroupResult | null, claim: ValidatedClaim['claim'], group: Group): Finding {
  if (before === null || !changesCodes(finding.proposal)) return finding
  const after = group(applied(claim, [finding.proposal]))
  return after === null ? finding : { ...finding, drgImpact: impactOf(before, after) }
}

function impactOf(before: GroupResult, after: GroupResult): DrgImpact {
  const weightDelta = before.weight === null || after.weight === null ? null : round4(after.weight - before.weight)
  return { before: before.finalDrg, after: after.finalDrg, weightBefore: before.weight, weightAfter: after.weight, weightDelta, amountDelta: null }
}

/** Table 5 publishes four decimals. */
const round4 = (weight: number): number => Math.round(weight * 10_000) / 10_000

function drgAudit(asSubmitted: GroupResult, findings: Finding[], claim: ValidatedClaim['claim'], group: Group): DrgAudit {
  const proposals = findings.map((finding) => finding.proposal).filter(changesCodes)
  const together = proposals.length === 0 ? null : group(applied(claim, proposals))
  return { asSubmitted: drgResultOf(asSubmitted), asProposed: together && { finalDrg: together.finalDrg, weight: together.weight } }
}

function drgResultOf({ initialDrg, finalDrg, mdc, returnCode, weight, title, trace }: GroupResult): DrgResult {
  return { initialDrg, finalDrg, mdc, returnCode, weight, title, trace: trace ?? [] }
}

function facetsOf(claim: ValidatedClaim['claim']): ClaimFacets {
  return {
    claimType: claim.claimType,
    facilityId: claim.facility?.id ?? null,
    payerId: claim.payer?.id ?? null,
    coder: claim.coder ?? null,
    admissionDate: claim.admissionDate ?? null,
    dischargeDate: claim.dischargeDate ?? null,
    totalCharge: claim.totalCharge ?? null,
    billedDrg: claim.billedDrg ?? null,
    codes: [...new Set([...billedDiagnoses(claim).map(dotted), ...claim.procedures.map((procedure) => procedure.code)])],
  }
}
