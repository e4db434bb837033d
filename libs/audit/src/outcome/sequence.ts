import type { Correction } from '@claims-audit/contracts'
import type { CorrectionDraft } from '../findings/corrections.js'

/** So many sequences a claim has in each generation of the ledger. */
const SEQUENCES = 1_000_000

/**
 * Gives drafts their places behind all that was sent of the claim. The sequence goes on from the claim's last; after a
 * restore from an older backup it rises above all that was given, and lost, since that backup.
 */
export function inSequence(drafts: CorrectionDraft[], sent: Correction[], generation: number): Correction[] {
  const last = Math.max(generation * SEQUENCES, ...sent.map((correction) => correction.sequence))
  return drafts.map((draft, at) => ({ ...draft, sequence: last + at + 1 }))
}

/** What was sent of a claim and not taken back. */
export function standingAmong(sent: Correction[]): Correction[] {
  const takenBack = new Set(sent.map((correction) => correction.supersedes))
  return sent.filter((correction) => correction.kind !== 'withdraw' && !takenBack.has(correction.correctionId))
}
