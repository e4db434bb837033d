import type { AuditResult, Correction, Finding, Reason, ScreenedClaim } from '@claims-audit/contracts'
import { correctionsOf, withdrawalOf } from '../findings/corrections.js'
import type { CorrectionDraft } from '../findings/corrections.js'
import { fatesOf } from './fates.js'
import type { CorrectionFate } from './fates.js'
import { inSequence, standingAmong } from './sequence.js'
import { screenedOf } from './screened.js'
import type { VoidedVersion } from './voided.js'

/** Where an event stands in the log it was submitted to. Offsets are decimal strings: they outgrow a double. */
export interface OriginPosition {
  topic: string
  partition: number
  offset: string
  /** Milliseconds since the epoch, decimal. */
  timestamp: string
  /** Which log the position counts in; undefined where only one was ever known. */
  log?: string | undefined
}

/** The claim that an event is about. */
export interface ClaimName {
  tenant: string
  claimId: string
}

/** An audited claim, or a void, as it reaches the sink. The same one may arrive any number of times. */
export interface Arrival {
  origin: OriginPosition
  /** W3C trace context it came with, if any: what is asked because of it goes on with it. */
  traceparent?: string | undefined
  result: AuditResult | VoidedVersion
}

/** What the ledger holds of one claim when the batch begins. */
export interface KnownClaim {
  results: { version: number; revision: number; contentDigest: string }[]
  corrections: Correction[]
  /** The newest result, where corrections of it stand. */
  newest?: AuditResult | undefined
}

/** What the ledger holds of the batch's claims and origins. */
export interface Known {
  claim(tenant: string, claimId: string): KnownClaim
  /**
   * The outcome that an origin already has with this claim: another claim there, or another timestamp, is another
   * event.
   */
  outcome(origin: OriginPosition, claim: ClaimName): Outcome | undefined
  /** How often the ledger was restored from an older backup. */
  generation: number
  /** Whether the tenant's policy sends a finding's correction without a person. */
  isReleased(result: AuditResult, finding: Finding): boolean
}

export type Outcome = ScreenedClaim['outcome']

/** The one terminal row of an origin offset. */
export interface OutcomeRow {
  tenant: string
  claimId: string
  version: number | null
  revision: number | null
  origin: OriginPosition
  outcome: Outcome
  reason: Reason | null
}

/** A correction, and the arrival that it is because of. */
export interface OutgoingCorrection {
  origin: OriginPosition
  traceparent?: string | undefined
  event: Correction
}

/** All that one batch adds: rows to insert in one transaction, then events to publish. Nothing is ever updated. */
export interface Settlement {
  outcomes: OutcomeRow[]
  /** Results to record, each with its findings; those of a version that came late are born superseded. */
  results: AuditResult[]
  /** Voids to record beside them; one that came late withdraws nothing. */
  voids: VoidedVersion[]
  corrections: OutgoingCorrection[]
  /** What became of corrections that stood, as the next version or revision shows. */
  fates: CorrectionFate[]
  /** Corrections that stood when their claim was voided: nothing becomes of them. */
  ended: Correction[]
  /**
   * One per arrival, redelivered ones included: they are published from the batch, never from the rows that happened to
   * be new. What is quarantined was answered by the quarantine.
   */
  screened: { origin: OriginPosition; event: ScreenedClaim }[]
  /** Arrivals that say something else under a key that is taken: quarantined as `version-conflict`. */
  conflicts: Arrival[]
}

/**
 * Decides what a batch of audited claims adds to the ledger, in arrival order. Pure: the ledger loads what is known,
 * and writes what is decided.
 *
 * An origin that has its outcome is only answered again. The same key with the same content is a duplicate, with
 * another a conflict. An older version that comes late is recorded, and nothing is sent. A newer one takes back what
 * was asked of the older ones before it asks for anything itself. A void is a version that asks for nothing.
 */
export function settle(arrivals: Arrival[], known: Known): Settlement {
  const settlement: Settlement = {
    ...{ outcomes: [], results: [], voids: [], corrections: [] },
    ...{ fates: [], ended: [], screened: [], conflicts: [] },
  }
  const claims = new Map<string, KnownClaim>()
  const settled = new Map<string, Outcome>()
  for (const arrival of arrivals) {
    const { tenant, claimId } = arrival.result
    const key = `${tenant}:${claimId}`
    const claim = claims.get(key) ?? known.claim(tenant, claimId)
    const event = `${originKey(arrival.origin)} ${key}`
    const before = settled.get(event) ?? known.outcome(arrival.origin, arrival.result)
    const outcome = before ?? outcomeAmong(arrival.result, claim.results)
    if (outcome === undefined) {
      settlement.conflicts.push(arrival)
      continue
    }
    if (before === undefined) claims.set(key, add(settlement, arrival, outcome, claim, known))
    settled.set(event, outcome)
    if (outcome !== 'quarantined')
      settlement.screened.push({ origin: arrival.origin, event: screenedOf(arrival.result, outcome) })
  }
  return settlement
}

export const positionKey = ({ topic, partition, offset }: OriginPosition): string => `${topic}/${partition}/${offset}`

/** One event of one log: a position alone is not enough where logs were replaced or cut off. */
export const originKey = (origin: OriginPosition): string =>
  `${origin.log ?? ''} ${positionKey(origin)} ${origin.timestamp}`

/** What a result is beside those that its claim has. Undefined where its key is taken by other content. */
export function outcomeAmong<Own extends Outcome>(
  result: Pick<AuditResult, 'claimVersion' | 'revision' | 'contentDigest'> & { outcome: Own },
  held: KnownClaim['results'],
): Own | 'duplicate' | 'superseded' | undefined {
  const same = held.find((each) => compareVersions(each, versionOf(result)) === 0)
  if (same !== undefined) return same.contentDigest === result.contentDigest ? 'duplicate' : undefined
  return held.some((each) => compareVersions(each, versionOf(result)) > 0) ? 'superseded' : result.outcome
}

function add(
  settlement: Settlement,
  { origin, traceparent, result }: Arrival,
  outcome: Outcome,
  claim: KnownClaim,
  known: Known,
): KnownClaim {
  const { tenant, claimId, claimVersion: version, revision } = result
  settlement.outcomes.push({ tenant, claimId, version, revision, origin, outcome, reason: null })
  if (outcome === 'duplicate') return claim
  if (result.outcome === 'voided') settlement.voids.push(result)
  else settlement.results.push(result)
  const results = [...claim.results, { version, revision, contentDigest: result.contentDigest }]
  if (outcome === 'superseded') return { ...claim, results }
  const standing = standingAmong(claim.corrections)
  if (result.outcome === 'voided') settlement.ended.push(...standing)
  else if (claim.newest !== undefined) settlement.fates.push(...fatesOf(standing, claim.newest, result))
  const drafts =
    result.outcome === 'voided' ? withdrawalsBy(result, standing) : nextCorrections(result, standing, known)
  const corrections = inSequence(drafts, claim.corrections, known.generation)
  settlement.corrections.push(...corrections.map((event) => ({ origin, traceparent, event })))
  const newest = result.outcome === 'voided' ? undefined : result
  return { results, corrections: [...claim.corrections, ...corrections], newest }
}

/**
 * Takes back what still stands of earlier versions, then asks for what this one needs and no person has to agree with.
 */
const nextCorrections = (result: AuditResult, standing: Correction[], known: Known): CorrectionDraft[] => [
  ...withdrawalsBy(result, standing, result.editions.ruleSet),
  ...correctionsOf(result, (finding) => known.isReleased(result, finding)),
]

/** No rules judge a void: its withdrawals keep the rule set of what they withdraw. */
function withdrawalsBy(
  { claimVersion: version, revision }: Arrival['result'],
  standing: Correction[],
  ruleSet?: string,
): CorrectionDraft[] {
  return standing.map((correction) =>
    withdrawalOf(correction, { version, revision, ruleSet: ruleSet ?? correction.ruleSet }),
  )
}

const versionOf = (result: Pick<AuditResult, 'claimVersion' | 'revision'>): { version: number; revision: number } => ({
  version: result.claimVersion,
  revision: result.revision,
})

/** Revisions count within a version. */
function compareVersions(a: { version: number; revision: number }, b: { version: number; revision: number }): number {
  return a.version - b.version || a.revision - b.revision
}
