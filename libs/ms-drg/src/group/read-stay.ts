import type { CodeDictionary } from '@claims-audit/code-sets'

/** What the grouper is told of a stay. The first diagnosis is the principal; codes come with or without the dot. */
export interface GroupInput {
  diagnoses: readonly { code: string; poa?: string | undefined }[]
  procedures: readonly string[]
  /** Completed years at admission. No formula of these versions asks for it. */
  ageInYears: number
  sex: 'F' | 'M' | 'U'
  /** UB-04 patient discharge status, `01` to `95`. */
  dischargeStatus: string
}

/** Present-on-admission indicators, as far as grouping tells them apart. */
export const PRESENT = 0
export const NOT_PRESENT = 1
/** Blank, `1` or `E`: nothing was reported. */
export const UNREPORTED = 2

/**
 * A stay whose codes have become the dictionary's numbers (-1: never a code). Good for any version, any number of
 * times.
 */
export interface Stay {
  input: GroupInput
  diagnoses: readonly number[]
  /** By diagnosis: PRESENT, NOT_PRESENT or UNREPORTED. */
  poa: readonly number[]
  procedures: readonly number[]
  sex: 'F' | 'M' | 'U'
  /** 0 when it is not a number of at most two digits. */
  dischargeStatus: number
}

/** Looks every code up, once. Never throws for what a claim holds. */
export function readStay(input: GroupInput, codes: CodeDictionary): Stay {
  const { diagnoses, procedures, sex, dischargeStatus } = input
  return {
    input,
    diagnoses: diagnoses.map(({ code }) => codes.diagnosis(code)),
    poa: diagnoses.map(({ poa }) => presence(poa)),
    procedures: procedures.map((code) => codes.procedure(code)),
    sex,
    dischargeStatus: /^\d{1,2}$/.test(dischargeStatus) ? Number(dischargeStatus) : 0,
  }
}

/** `Y`, and `W` for clinically undetermined, count as present; `N`, `U` and what is no indicator do not. */
function presence(poa = ''): number {
  if (poa.length === 0) return UNREPORTED
  const first = poa.charAt(0).toUpperCase()
  if (first === 'Y' || first === 'W') return PRESENT
  return first === ' ' || first === '1' || first === 'E' ? UNREPORTED : NOT_PRESENT
}
