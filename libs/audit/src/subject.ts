import type { ValidatedClaim } from '@claims-audit/contracts'
import type { CodeSets, Edit, EditInput } from '@claims-audit/code-sets'
import type { Fact } from '@claims-audit/evidence'

/** The edits of the Medicare Code Editor that a claim fails, and the codes that they speak of by place. */
export interface EditedClaim {
  edits: Edit[]
  input: EditInput
}

/** What a documentation or code rule looks at. */
export interface RecordUnderAudit {
  claim: ValidatedClaim['claim']
  /** The date by which its codes are judged. */
  date: string
  /** Whether any document or capture came with it. */
  documented: boolean
  facts: Fact[]
  codeSets: CodeSets
  edited: EditedClaim
}

/** Billed diagnoses in claim order, without the admitting diagnosis: it is the patient's complaint, not what is billed. */
export function billedDiagnoses(claim: ValidatedClaim['claim']): string[] {
  return claim.diagnoses.filter((diagnosis) => diagnosis.role !== 'admitting').map((diagnosis) => diagnosis.code)
}
