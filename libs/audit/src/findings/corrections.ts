import type { AuditResult, Correction, Finding, Query } from '@claims-audit/contracts'
import { identify } from './finding.js'
import { NO_CHANGE } from './match.js'
import { changesCodes } from './proposal.js'

/** A correction before the ledger gives it its place in the claim's sequence. */
export type CorrectionDraft = Omit<Correction, 'sequence'>

type Kind = 'code-change' | 'provider-query' | 'hold'

/**
 * What the system that sent the claim is asked to do. A finding that says what to change becomes a code change, a
 * `query` finding a question; all else that weighs holds the claim, once, until a person has looked. A code that no
 * provider documented is never added by a code change: adding is always a question (45 CFR 162 code sets describe what
 * is documented; ACDIS/AHIMA query practice brief).
 *
 * What `isReleased` refuses is left out: the tenant's policy keeps it for persons.
 */
export function correctionsOf(
  result: AuditResult,
  isReleased: (finding: Finding) => boolean = () => true,
): CorrectionDraft[] {
  const weighty = result.findings.filter((finding) => isWeighty(finding) && isReleased(finding))
  const held = weighty.filter((finding) => kindOf(finding) === 'hold')
  const asked = weighty
    .filter((finding) => kindOf(finding) !== 'hold')
    .map((finding) => draft(result, kindOf(finding), [finding]))
  return held.length === 0 ? asked : [...asked, draft(result, 'hold', held)]
}

/** What the sender is asked to do once a person has agreed with a finding; undefined where it asks for nothing. */
export function agreedCorrection(result: AuditResult, finding: Finding): CorrectionDraft | undefined {
  if (!isWeighty(finding)) return undefined
  return { ...draft(result, agreedKindOf(finding), [finding]), decidedBy: 'auditor' }
}

/** A query in a person's words, to a provider. It never says what an answer is worth. */
export function askedCorrection(
  result: AuditResult,
  finding: Finding,
  { query, addressee, deadline }: { query: Query; addressee: string; deadline: string },
): CorrectionDraft {
  return { ...draft(result, 'provider-query', [finding]), query, addressee, deadline, decidedBy: 'auditor' }
}

/** The hold on those findings that a hold which is taken back leaves; undefined where it leaves none. */
export function holdOnRest(result: AuditResult, hold: Correction, without: string): CorrectionDraft | undefined {
  const left = result.findings.filter(({ findingId }) => findingId !== without && hold.findingIds.includes(findingId))
  return left.length === 0 ? undefined : { ...draft(result, 'hold', left), decidedBy: hold.decidedBy }
}

const isWeighty = ({ severity, status }: Finding): boolean => severity !== 'info' && status === 'open'

function kindOf(finding: Finding): Kind {
  const { proposal, drgImpact } = finding
  const kind = agreedKindOf(finding)
  // Codes that raise the payment are changed by a person, who has read what they rest on.
  const raises = changesCodes(proposal) && (drgImpact?.weightDelta ?? 0) > 0
  return kind === 'code-change' && raises ? 'hold' : kind
}

function agreedKindOf({ action, proposal, query, drgImpact }: Finding): Kind {
  if (action === 'query' && query !== null) return 'provider-query'
  const decided = action === 'correct' && proposal.add.length === 0 && (changesCodes(proposal) || drgImpact !== null)
  return decided ? 'code-change' : 'hold'
}

function draft(result: AuditResult, kind: Kind, findings: Finding[]): CorrectionDraft {
  const [finding] = findings
  const changes = kind === 'code-change' && finding ? finding.proposal : NO_CHANGE
  const findingIds = findings.map((each) => each.findingId)
  return {
    correctionId: identify(
      result.tenant,
      result.claimId,
      result.claimVersion,
      result.revision,
      kind,
      ...findingIds,
      JSON.stringify(changes),
    ),
    tenant: result.tenant,
    claimId: result.claimId,
    expectedClaimVersion: result.claimVersion,
    revision: result.revision,
    kind,
    changes,
    query: kind === 'provider-query' ? (finding?.query ?? null) : null,
    findingIds,
    evidence: findings.flatMap((each) => each.evidence),
    ...drgChange(result, kind, finding),
    ruleSet: result.editions.ruleSet,
    decidedBy: 'rule',
    supersedes: null,
  }
}

/**
 * Only a code change says what it does to the DRG: a query never mentions it (ACDIS/AHIMA, Guidelines for Achieving a
 * Compliant Query Practice).
 */
function drgChange(
  result: AuditResult,
  kind: Kind,
  finding: Finding | undefined,
): Pick<Correction, 'drgBefore' | 'drgAfter'> {
  if (kind !== 'code-change') return { drgBefore: null, drgAfter: null }
  const grouped = result.drg?.asSubmitted.finalDrg ?? null
  return { drgBefore: finding?.drgImpact?.before ?? grouped, drgAfter: finding?.drgImpact?.after ?? grouped }
}

/** Taking back what was asked of an older version, once a newer one is judged. */
export function withdrawalOf(
  { sequence: _sequence, addressee: _addressee, deadline: _deadline, ...correction }: Correction,
  by: { version: number; revision: number; ruleSet: string },
): CorrectionDraft {
  const { tenant, claimId, correctionId } = correction
  return {
    ...correction,
    correctionId: identify(tenant, claimId, by.version, by.revision, 'withdraw', correctionId),
    expectedClaimVersion: by.version,
    revision: by.revision,
    kind: 'withdraw',
    changes: NO_CHANGE,
    query: null,
    evidence: [],
    drgBefore: null,
    drgAfter: null,
    ruleSet: by.ruleSet,
    supersedes: correctionId,
  }
}
