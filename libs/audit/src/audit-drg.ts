import { tableDigests } from './user-tables/user-tables.js'
import { ageAtAdmission } from '@claims-audit/claim'
import { dotted } from '@claims-audit/contracts'
import type {
  AuditResult,
  ClaimFacets,
  DrgAudit,
  DrgImpact,
  DrgResult,
  Finding,
  ValidatedClaim,
} from '@claims-audit/contracts'
import type { GroupInput, GroupResult } from '@claims-audit/ms-drg'
import { amountOf, type BaseRates } from './user-tables/base-rates.js'
import { DRG_CHECKS } from './checks/checks.js'
import type { GroupedClaim, Weighed } from './checks/drg/grouped-claim.js'
import { findingOf } from './findings/finding.js'
import { carriedProcedures, groupedDiagnoses } from './record/grouped-diagnoses.js'
import type { Knowledge } from './knowledge/knowledge.js'
import { applied, changesCodes } from './findings/proposal.js'
import { billedDiagnoses } from './findings/subject.js'

/**
 * Groups the claim as submitted and as proposed, prices each proposal by regrouping, adds `drg.*`, and closes the
 * audit.
 */
export function auditDrg(
  validated: ValidatedClaim,
  knowledge: Pick<Knowledge, 'grouper' | 'rules' | 'baseRates'>,
  options: { trace?: boolean } = {},
): AuditResult {
  const { claim, editions } = validated
  const { findings, drg } =
    editions.msDrg === null
      ? { findings: validated.findings, drg: null }
      : grouped(validated, editions.msDrg, knowledge, options)
  return {
    tenant: claim.tenant,
    claimId: claim.claimId,
    claimVersion: claim.version,
    revision: claim.revision,
    contentDigest: validated.contentDigest,
    outcome: findings.length > 0 ? 'findings' : 'clean',
    editions: { ...editions, ...tableDigests(knowledge, 'payment') },
    facets: facetsOf(claim),
    findings,
    support: validated.support,
    drg,
  }
}

/** What grouping adds: the impact of each proposal, the `drg.*` findings, the DRG as submitted and as proposed. */
function grouped(
  { claim, findings: raised, support }: ValidatedClaim,
  version: string,
  { grouper, rules, baseRates }: Pick<Knowledge, 'grouper' | 'rules' | 'baseRates'>,
  options: { trace?: boolean },
): { findings: Finding[]; drg: DrgAudit } {
  const regroup = (changed: Coded): GroupResult => grouper.group(grouper.read(groupInputOf(changed)), version)
  const impact = impactOn(claim, baseRates)
  const input = groupInputOf(claim)
  const asSubmitted = grouper.group(grouper.read(input), version, options)
  const priced = raised.map((finding) =>
    changesCodes(finding.proposal)
      ? { ...finding, drgImpact: impact(asSubmitted, regroup(applied(claim, [finding.proposal]))) }
      : finding,
  )
  const about: GroupedClaim = {
    claim,
    input,
    asSubmitted,
    findings: priced,
    support,
    regroup,
    impact,
    table5: (drg) => grouper.weight(drg, version),
  }
  const findings = [
    ...priced,
    ...rules.ofGrouping.flatMap((rule) =>
      (DRG_CHECKS[rule.check ?? '']?.(about) ?? []).map((match) => findingOf(rule, match, claim)),
    ),
  ]
  return { findings, drg: { asSubmitted: drgResultOf(asSubmitted), asProposed: asProposed(findings, claim, regroup) } }
}

type Coded = ValidatedClaim['claim']

/** What the grouper needs of a claim. */
export function groupInputOf(claim: Coded): GroupInput {
  return {
    diagnoses: groupedDiagnoses(claim),
    procedures: carriedProcedures(claim),
    ageInYears: ageAtAdmission(claim) ?? -1,
    sex: claim.patient.sex,
    dischargeStatus: claim.dischargeStatus ?? '',
  }
}

/**
 * What a change does to a claim's DRG, weight and payment: found by regrouping the changed claim, never by a CC label.
 */
export const impactOn = (
  claim: Priced,
  rates: BaseRates | undefined,
): ((before: Weighed, after: Weighed) => DrgImpact) => impactAt(baseRateOf(claim, rates))

function impactAt(cents: number | undefined): (before: Weighed, after: Weighed) => DrgImpact {
  return (before, after) => {
    const weightDelta = before.weight === null || after.weight === null ? null : round4(after.weight - before.weight)
    const amountDelta = weightDelta === null || cents === undefined ? null : amountOf(weightDelta, cents)
    return {
      before: before.finalDrg,
      after: after.finalDrg,
      weightBefore: before.weight,
      weightAfter: after.weight,
      weightDelta,
      amountDelta,
    }
  }
}

/** Table 5 publishes four decimals. */
const round4 = (weight: number): number => Math.round(weight * 10_000) / 10_000

/** What the base rate of a claim depends on. */
type Priced = Pick<Coded, 'payer' | 'facility' | 'dischargeDate'>

function baseRateOf({ payer, facility, dischargeDate }: Priced, rates: BaseRates | undefined): number | undefined {
  return payer === undefined || dischargeDate === undefined
    ? undefined
    : rates?.rateOn(payer.id ?? '', facility?.id ?? '', dischargeDate)
}

/** All proposals together. */
function asProposed(
  findings: Finding[],
  claim: Coded,
  regroup: (changed: Coded) => GroupResult,
): DrgAudit['asProposed'] {
  const proposals = findings.map((finding) => finding.proposal).filter(changesCodes)
  if (proposals.length === 0) return null
  const { finalDrg, weight } = regroup(applied(claim, proposals))
  return { finalDrg, weight }
}

function drgResultOf({ initialDrg, finalDrg, mdc, returnCode, weight, title, trace }: GroupResult): DrgResult {
  return { initialDrg, finalDrg, mdc, returnCode, weight, title, trace: trace ?? [] }
}

function facetsOf(claim: Coded): ClaimFacets {
  return {
    claimType: claim.claimType,
    facilityId: claim.facility?.id ?? null,
    payerId: claim.payer?.id ?? null,
    coder: claim.coder ?? null,
    admissionDate: claim.admissionDate ?? null,
    dischargeDate: claim.dischargeDate ?? null,
    totalCharge: claim.totalCharge ?? null,
    billedDrg: claim.billedDrg ?? null,
    ...(claim.accountNumber !== undefined && { accountNumber: claim.accountNumber }),
    codes: [
      ...new Set([...billedDiagnoses(claim).map(dotted), ...claim.procedures.map((procedure) => procedure.code)]),
    ],
  }
}
