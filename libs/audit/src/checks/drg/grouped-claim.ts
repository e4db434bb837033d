import type { CodeSupport, DrgImpact, Finding, ValidatedClaim } from '@claims-audit/contracts'
import { dotted } from '@claims-audit/contracts'
import type { DrgWeight, GroupInput, GroupResult } from '@claims-audit/ms-drg'

/** A claim and what the grouper made of it: what the checks on the DRG look at. */
export interface GroupedClaim {
  claim: ValidatedClaim['claim']
  /** The codes as they were grouped: the marks of `asSubmitted` stand in the same order. */
  input: GroupInput
  asSubmitted: GroupResult
  /** The record's own findings, each with what its proposal alone would do to the DRG. */
  findings: Finding[]
  support: CodeSupport[]
  /** Groups the claim as changed. */
  regroup: (changed: ValidatedClaim['claim']) => GroupResult
  /** From one grouping to another, with money where the payer has a base rate. */
  impact: (before: Weighed, after: Weighed) => DrgImpact
  /** Table 5; undefined where none is loaded for the version. */
  table5: (drg: string) => DrgWeight | undefined
}

/** A DRG and what it weighs. */
export interface Weighed {
  finalDrg: string
  weight: number | null
}

export const principalOf = (claim: ValidatedClaim['claim']): string[] =>
  claim.diagnoses.filter((diagnosis) => diagnosis.role === 'principal').map((diagnosis) => dotted(diagnosis.code))
