import type { Claim } from '@claims-audit/claim'
import type { AuditResult, IsoDate, Reason } from '@claims-audit/contracts'
import { auditDrg } from './audit-drg.js'
import type { Knowledge } from './knowledge/knowledge.js'
import { validateClaim } from './validate-claim.js'

/**
 * The whole audit in one call: what the chained services do over two stages, the command line and the fused mode do
 * here.
 */
export function auditClaim(
  claim: Claim,
  knowledge: Knowledge,
  options: { trace?: boolean; sentOn?: IsoDate | undefined } = {},
): AuditResult | { rejected: Reason } {
  const judged = validateClaim(claim, knowledge, options)
  return 'rejected' in judged ? judged : auditDrg(judged.validated, knowledge, options)
}
