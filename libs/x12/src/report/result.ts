import type { SubmittedClaim } from '@claims-audit/contracts'
import type { Echo } from '../claim/echoes.js'
import type { Place, Refusal } from './place.js'

/**
 * A claim of a file; or why it, or a transaction of so many claims, is not read. `echo`: of a claim, where the reader
 * was asked for it.
 */
export type X12Result = { place: Place; echo?: Echo } & (
  { claim: SubmittedClaim } | { refused: Refusal; claims: number }
)
