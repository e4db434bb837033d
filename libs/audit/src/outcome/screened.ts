import type { AuditResult, Finding, Reason, ScreenedClaim } from '@claims-audit/contracts'
import type { VoidedVersion } from './voided.js'

/** The screening's answer to upstream: hold what has an error or a warning open, release the rest, voids among it. */
export function screenedOf(result: AuditResult | VoidedVersion, outcome: ScreenedClaim['outcome']): ScreenedClaim {
  const findingCounts = {
    error: count(result, 'error'),
    warning: count(result, 'warning'),
    info: count(result, 'info'),
  }
  const { tenant, claimId, claimVersion, revision } = result
  return {
    tenant,
    claimId,
    claimVersion,
    revision,
    outcome,
    decision: findingCounts.error + findingCounts.warning > 0 ? 'hold' : 'release',
    findingCounts,
    reason: null,
  }
}

/** A claim that could not be read is held: nothing vouches for it. */
export function screenedQuarantine(
  key: { tenant: string; claimId: string | null; claimVersion: number | null; revision: number | null },
  reason: Reason,
): ScreenedClaim {
  return { ...key, outcome: 'quarantined', decision: 'hold', findingCounts: { error: 0, warning: 0, info: 0 }, reason }
}

const count = (result: AuditResult | VoidedVersion, severity: Finding['severity']): number =>
  result.outcome === 'voided' ? 0 : result.findings.filter((finding) => finding.severity === severity).length
