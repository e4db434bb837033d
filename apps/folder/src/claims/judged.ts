import type { Reason } from '@claims-audit/contracts'
import type { Accepted } from '@claims-audit/submission'
import type { Echo } from '@claims-audit/x12'

/** What became of a claim, or of a part of a file that has none, as a line of the file's journal. */
export interface Entry {
  /** In X12 interchange, transaction, claim; in JSON the line, of FHIR also the resource. */
  at: object
  /** Of its event. */
  id?: string
  errors?: Reason[]
  /** Of a claim of X12: what the 277CA repeats. */
  echo?: Echo
}

export interface Judged {
  entry: Entry
  claim?: Accepted
}
