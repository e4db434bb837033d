import type { Note } from './notes.js'
import type { Unmapped } from './unmapped.js'

/** What a file held, and what became of it. Nothing of it is dropped without a count here. */
export interface Report {
  interchanges: number
  groups: number
  transactions: number
  transactionsRefused: number
  /** CLM segments, those of refused transactions among them. */
  claims: number
  claimsRefused: number
  /** Of all claims of the transactions that are read, refused claims among them. */
  diagnoses: number
  presentOnAdmission: number
  procedures: number
  lines: number
  notes: Note[]
  unmapped: Unmapped[]
}
