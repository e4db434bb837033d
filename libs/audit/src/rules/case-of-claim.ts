import { ageAtAdmission, normalizeClaim } from '@claims-audit/claim'
import type { Finding, RuleCase, SubmittedClaim } from '@claims-audit/contracts'

/** What a person decided of a finding, as the case that keeps it true. */
export type JudgedCase = Pick<RuleCase, 'name' | 'expect' | 'falsePositive'>

/**
 * A claim on which a rule raised a finding, as a case of the rule: its codes, dates and record, without ids, payer,
 * facility, coder or birth date. `documents` are those to keep, by their ids. What the documents say is theirs: it may
 * name the patient.
 */
export function caseOfClaim(
  claim: SubmittedClaim,
  { codes }: Pick<Finding, 'codes'>,
  judged: JudgedCase,
  documents: ReadonlySet<string>,
): RuleCase {
  const kept = (claim.documents ?? []).filter(({ id }) => documents.has(id))
  const procedures = (claim.procedures ?? []).map(({ code }) => code)
  return {
    ...judged,
    claimType: claim.claimType,
    codes: claim.diagnoses.filter(({ role }) => role === 'principal' || role === 'secondary').map(({ code }) => code),
    ...(procedures.length > 0 && { procedures }),
    ...(claim.billedDrg !== undefined && { billedDrg: claim.billedDrg }),
    ...(kept.length > 0 && { documents: kept.map(({ type, text }) => ({ type, text })) }),
    ...(claim.documentation !== undefined && { documentation: { ...claim.documentation } }),
    ...(judged.expect === 'fires' && { finding: { codes } }),
    claim: whatRulesRead(claim),
  }
}

const READ = [
  'admissionDate',
  'admissionType',
  'admissionSource',
  'dischargeDate',
  'dischargeStatus',
  'statement',
  'typeOfBill',
  'frequency',
  'reasonsForVisit',
  'occurrences',
  'occurrenceSpans',
  'values',
  'conditions',
  'diagnoses',
  'procedures',
  'lines',
] as const satisfies (keyof SubmittedClaim)[]

/** In place of the plain stay's; a newborn's age is told by the day of birth alone. */
function whatRulesRead(claim: SubmittedClaim): Record<string, unknown> {
  const age = ageAtAdmission(normalizeClaim(claim))
  const { sex, birthDate } = claim.patient
  const fields = READ.flatMap((name) => (claim[name] === undefined ? [] : [[name, claim[name]]]))
  return { patient: age === 0 ? { sex, birthDate } : { sex, ageInYears: age }, ...Object.fromEntries(fields) }
}
