import type { CodedClaim, IsoDate, Reason } from '@claims-audit/contracts'

/**
 * The date by which a claim's ICD-10 codes are judged: discharge; while the stay is open, admission; else the first
 * line's service date. The code set in force at discharge is the one to use (45 CFR 162.1000, ICD-10-CM Official
 * Guidelines, introduction).
 */
export function codingDate(claim: CodedClaim): IsoDate | undefined {
  return claim.dischargeDate ?? claim.admissionDate ?? firstServiceDate(claim)
}

/** Why a claim is not judged whose coding date no loaded edition covers. */
export function outsideEditions(claim: CodedClaim): Reason {
  return { code: 'outside-editions', pointer: codingDateField(claim), keyword: 'date' }
}

/** The field that gives, or would have to give, the coding date. */
export function codingDateField(claim: CodedClaim): string {
  if (claim.dischargeDate !== undefined) return '/dischargeDate'
  return claim.admissionDate !== undefined || claim.claimType === 'institutional-inpatient'
    ? '/admissionDate'
    : '/lines'
}

/** Whole years at admission (or at the coding date without one); undefined when the birth date lies after it. */
export function ageAtAdmission(claim: CodedClaim): number | undefined {
  const { birthDate, ageInYears } = claim.patient
  if (birthDate === undefined) return ageInYears
  const at = claim.admissionDate ?? codingDate(claim)
  if (at === undefined || birthDate > at) return undefined
  const years = Number(at.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return at.slice(5) < birthDate.slice(5) ? years - 1 : years
}

function firstServiceDate(claim: CodedClaim): IsoDate | undefined {
  const dates = claim.lines.flatMap((line) => line.serviceDate ?? [])
  return dates.sort()[0]
}

/** Whole days from one day to another; negative when the second is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}
