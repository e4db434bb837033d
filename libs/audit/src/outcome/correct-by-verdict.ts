import type { AuditResult, Correction, Finding, Query } from '@claims-audit/contracts'
import { agreedCorrection, askedCorrection, holdOnRest, withdrawalOf } from '../findings/corrections.js'
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
 * What a verdict adds to what the sender was asked. `release`: the finding's correction, unless one of its kind stands
 * already. `take-back`: the withdrawal of what stands. A hold covers several findings: where one of them leaves it, the
 * hold is taken back and the rest is held by another, so that a correction never changes what it says.
 */
export function correctByVerdict(effect: 'release' | 'take-back', judged: JudgedFinding): Correction[] {
  const { result, finding, sent, generation } = judged
  const standing = standingOn(finding, sent)
  if (effect === 'take-back')
    return inSequence(
      standing.flatMap((each) => leaving(each, judged)),
      sent,
      generation,
    )
  const wanted = agreedCorrection(result, finding)
  if (wanted === undefined || standing.some(({ kind }) => kind === wanted.kind)) return []
  // A query that was closed without an answer is not asked again: its id is its key at the sender.
  if (sent.some(({ correctionId }) => correctionId === wanted.correctionId)) return []
  // A query that was answered stays what was asked.
  const replaced = standing.filter(({ kind }) => kind !== 'provider-query')
  return inSequence([...replaced.flatMap((each) => leaving(each, judged)), wanted], sent, generation)
}

/** What stands at the sender because of a finding, and what an agreement would add. */
export interface AskedOfSender {
  standing: Correction['kind'][]
  /** Null where it adds nothing. */
  onAgree: Correction['kind'] | null
}

export function askedOfSender(judged: JudgedFinding): AskedOfSender {
  const standing = standingOn(judged.finding, judged.sent).map(({ kind }) => kind)
  return { standing: [...new Set(standing)], onAgree: correctByVerdict('release', judged).at(-1)?.kind ?? null }
}

/** A person's query, once for a finding at a version and revision; empty where it was asked before. */
export function askProvider(
  wording: { query: Query; addressee: string; deadline: string },
  { result, finding, sent, generation }: JudgedFinding,
): Correction[] {
  const asked = askedCorrection(result, finding, wording)
  const isAsked = sent.some(({ correctionId }) => correctionId === asked.correctionId)
  return isAsked ? [] : inSequence([asked], sent, generation)
}

/** The withdrawal of a query that stands. */
export function withdrawQuery(judged: JudgedFinding): Correction[] {
  const queries = standingOn(judged.finding, judged.sent).filter(({ kind }) => kind === 'provider-query')
  return inSequence(
    queries.flatMap((each) => leaving(each, judged)),
    judged.sent,
    judged.generation,
  )
}

const standingOn = ({ findingId }: Finding, sent: Correction[]): Correction[] =>
  standingAmong(sent).filter(({ findingIds }) => findingIds.includes(findingId))

function leaving(standing: Correction, { result, finding }: JudgedFinding): CorrectionDraft[] {
  const by = { version: result.claimVersion, revision: result.revision, ruleSet: result.editions.ruleSet }
  const withdrawal: CorrectionDraft = { ...withdrawalOf(standing, by), decidedBy: 'auditor' }
  const rest = standing.kind === 'hold' ? holdOnRest(result, standing, finding.findingId) : undefined
  return rest === undefined ? [withdrawal] : [withdrawal, rest]
}
