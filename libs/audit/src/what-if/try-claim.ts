import type { Claim } from '@claims-audit/claim'
import type { AuditResult, DrgImpact, Finding, Reason, TrialChanges } from '@claims-audit/contracts'
import { auditClaim } from '../audit-claim.js'
import { impactOn } from '../audit-drg.js'
import type { Knowledge } from '../knowledge/knowledge.js'
import { changedClaim } from './changed-claim.js'

/** A claim before and after changes; nothing is kept. */
export interface Trial {
  /** With the grouper's trace. */
  before: AuditResult
  after: AuditResult
  difference: {
    /** Null where either is not grouped: a stay that is open, or no inpatient stay. */
    drgImpact: DrgImpact | null
    /** Of `after` that `before` has not, and the other way round, by rule and target. */
    gained: string[]
    lost: string[]
  }
}

/**
 * Audits a claim as it is and as it would be. Throws nothing; a claim that cannot be audited, or changes that do not
 * fit it, are the rejection.
 */
export function tryClaim(claim: Claim, changes: TrialChanges, knowledge: Knowledge): Trial | { rejected: Reason } {
  const changed = changedClaim(claim, changes)
  if ('rejected' in changed) return changed
  const before = auditClaim(claim, knowledge, { trace: true })
  if ('rejected' in before) return before
  const after = auditClaim(changed, knowledge, { trace: true })
  if ('rejected' in after) return after
  const [was, is] = [before.drg?.asSubmitted, after.drg?.asSubmitted]
  return {
    before,
    after,
    difference: {
      drgImpact: was === undefined || is === undefined ? null : impactOn(claim, knowledge.baseRates)(was, is),
      gained: idsWithout(after.findings, before.findings),
      lost: idsWithout(before.findings, after.findings),
    },
  }
}

function idsWithout(findings: Finding[], others: Finding[]): string[] {
  const held = new Set(others.map(({ findingId }) => findingId))
  return findings.filter(({ findingId }) => !held.has(findingId)).map(({ findingId }) => findingId)
}
