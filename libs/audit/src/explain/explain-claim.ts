import { codingDate, outsideEditions } from '@claims-audit/claim'
import type { Claim } from '@claims-audit/claim'
import { normalizeCode } from '@claims-audit/contracts'
import type { Finding, Reason } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'
import type { Knowledge } from '../knowledge/knowledge.js'
import { mentionsOf } from '../record/facts.js'
import { recordUnderAudit } from '../record/record-under-audit.js'
import { validateClaim } from '../validate-claim.js'
import { askedBy } from './asked-by.js'
import type { AskedOfRecord } from './asked-by.js'

/** What the audit read in a claim's record, and why each finding was raised. */
export interface ClaimReading {
  /** Every mention of a concept in a document, by document and place, and how it is meant. */
  mentions: Fact[]
  /** Findings of rules that ask for facts, as the loaded rules raise them now. */
  explained: ExplainedFinding[]
}

export interface ExplainedFinding extends Pick<Finding, 'findingId' | 'findingDigest' | 'ruleId'> {
  /** In the order of the rule. */
  asked: AskedOfRecord[]
}

/**
 * Reads a claim as `validateClaim` does, and says what it found on the way. Throws nothing; a claim that cannot be
 * audited is the rejection.
 */
export function explainClaim(claim: Claim, knowledge: Knowledge): ClaimReading | { rejected: Reason } {
  const date = codingDate(claim)
  const editions = date === undefined ? undefined : knowledge.editionsOn(date)
  const judged = validateClaim(claim, knowledge)
  if ('rejected' in judged) return judged
  if (editions === undefined) return { rejected: outsideEditions(claim) }
  const record = recordUnderAudit(claim, editions, knowledge)
  const rules = new Map(knowledge.rules.rules.map((rule) => [rule.id, rule]))
  return {
    mentions: mentionsOf(record.facts.filter(({ documentType }) => documentType !== 'capture')),
    explained: judged.validated.findings.flatMap(({ findingId, findingDigest, ruleId, codes }) => {
      const when = rules.get(ruleId)?.when
      const rule = rules.get(ruleId)
      if (rule === undefined || when === undefined) return []
      const subject = when.billed === undefined ? undefined : normalizeCode(codes[0] ?? '')
      return [{ findingId, findingDigest, ruleId, asked: askedBy({ ...rule, when }, subject, record) }]
    }),
  }
}
