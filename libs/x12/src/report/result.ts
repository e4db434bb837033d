import type { SubmittedClaim } from '@claims-audit/contracts'
import type { Place, Refusal } from './place.js'

/** A claim of a file; or why it, or a transaction of so many claims, is not read. */
export type X12Result = { place: Place; claim: SubmittedClaim } | { place: Place; refused: Refusal; claims: number }
