import type { AuditResult, Correction, Finding } from '@claims-audit/contracts'
import { agreedCorrection, holdOnRest, withdrawalOf } from '../findings/corrections.js'
import type { CorrectionDraft } from '../findings/corrections.js'
import { inSequence, standingAmong } from './sequence.js'

/** The finding that a person has decided on, and what was sent of its claim. */
export interface JudgedFinding {
  /** The newest of the claim. */
  result: AuditResult
  finding: Finding
  /** Of the claim, in order of their sequence. */
  sent: Correction[]
  /** How often the ledger was restored from an older backup. */
  generation: number
}

/**
 * What a verdict adds to what the sender was asked. `release`: the finding's correction, unless one of its kind stands already.
 * `take-back`: the withdrawal of what stands. A hold covers several findings: where one of them leaves it, the hold is taken
 * back and the rest is held by another, so that a correction never changes what it says.
 */
export function correctByVerdict(
  effect: 'release' | 'take-back',
  { result, finding, sent, generation }: JudgedFinding,
): Correction[] {
  const standing = standingAmong(sent).find(({ findingIds }) => findingIds.includes(finding.findingId))
  const wanted = effect === 'release' ? agreedCorrection(result, finding) : undefined
  if (effect === 'release' && (wanted === undefined || wanted.kind === standing?.kind)) return []
  const drafts = [...(standing === undefined ? [] : leaving(standing, result, finding)), wanted]
  return inSequence(
    drafts.filter((draft) => draft !== undefined),
    sent,
    generation,
  )
}

function leaving(standing: Correction, result: AuditResult, { findingId }: Finding): (CorrectionDraft | undefined)[] {
  const by = { version: result.claimVersion, revision: result.revision, ruleSet: result.editions.ruleSet }
  const withdrawal: CorrectionDraft = { ...withdrawalOf(standing, by), decidedBy: 'auditor' }
  return [withdrawal, standing.kind === 'hold' ? holdOnRest(result, standing, findingId) : undefined]
}
