import type { Reason } from '@claims-audit/contracts'
import type { Accepted } from '@claims-audit/submission'
import type { Echo } from '@claims-audit/x12'

/** What became of a claim, a document, or a part of a file that has neither, as a line of the file's journal. */
export interface Entry {
  /**
   * In X12 interchange, transaction, claim; in JSON the line, of FHIR also the resource; in HL7 v2 message and segment.
   */
  at: object
  /** Of its event. */
  id?: string
  errors?: Reason[]
  /** Of documents whose message the file ends within: they are preliminary. */
  unfinished?: true
  /** Why a part of HL7 v2 holds no document, which is no fault. */
  passedOver?: Reason
  /** Of a claim of X12: what the 277CA repeats. */
  echo?: Echo
}

export interface Judged {
  entry: Entry
  /** What is published of it: a claim, or documents. */
  claim?: Accepted
}
