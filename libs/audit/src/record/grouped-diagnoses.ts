import type { ValidatedClaim } from '@claims-audit/contracts'

type Coded = ValidatedClaim['claim']
type Diagnosis = Coded['diagnoses'][number]

/**
 * Diagnoses and procedures that a claim carries beside the principal ones (X12 837I 005010X223A2, loop 2300: HI*BF and
 * HI*BQ twice twelve, HI*BN twelve; 837P: HI*ABF eleven). The payer's editor and grouper never see what comes after
 * them.
 */
const MOST_OTHER = { 'institutional-inpatient': 24, 'institutional-outpatient': 24, professional: 11 } as const
const MOST_EXTERNAL_CAUSES = 12
const MOST_PROCEDURES = 25

/** The diagnoses of a claim, without the admitting one, that its form has room for, and those that it has not. */
export function carriedDiagnoses({ claimType, diagnoses }: Coded): { carried: Diagnosis[]; beyond: Diagnosis[] } {
  const billed = diagnoses.filter(({ role }) => role !== 'admitting')
  const room = { others: MOST_OTHER[claimType], causes: MOST_EXTERNAL_CAUSES }
  const carried = billed.filter(({ role }, at) => {
    if (at === 0 && role === 'principal') return true
    return role === 'external-cause' ? room.causes-- > 0 : room.others-- > 0
  })
  return { carried, beyond: billed.filter((diagnosis) => !carried.includes(diagnosis)) }
}

/** The codes of the procedures that the form has room for. */
export const carriedProcedures = ({ procedures }: Coded): string[] =>
  procedures.slice(0, MOST_PROCEDURES).map(({ code }) => code)

/** Other diagnoses that a claim of this type has room for. */
export const roomForOthers = ({ claimType }: Coded): number => MOST_OTHER[claimType]

/**
 * A claim's diagnoses as CMS's editor and grouper take them: the principal first, external causes among the
 * secondaries, the admitting diagnosis left out, and what the form has no room for. Without a principal the first place
 * stays empty: both answer that, each in its way.
 */
export function groupedDiagnoses(claim: Coded): { code: string; poa?: string | undefined }[] {
  const { carried } = carriedDiagnoses(claim)
  return carried[0]?.role === 'principal' ? carried : [{ code: '' }, ...carried]
}
