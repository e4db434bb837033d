import { beforeAll, describe, expect, it } from '@jest/globals'
import { normalizeClaim } from '@claims-audit/claim'
import { isRuleCases } from '@claims-audit/contracts'
import type { RuleCase, SubmittedClaim } from '@claims-audit/contracts'
import { openKnowledge } from '@claims-audit/reference'
import { syntheticClaims } from '../../../../test/e2e/synthetic-claims.js'
import { auditClaim, caseOfClaim, submittedOf } from '../audit.js'
import type { Knowledge } from '../audit.js'

let knowledge: Knowledge
beforeAll(() => {
  knowledge = openKnowledge()
})

const raised = (claim: SubmittedClaim) => {
  const result = auditClaim(normalizeClaim(claim), knowledge)
  return 'rejected' in result ? [] : result.findings
}
const everyDocument = ({ documents = [] }: SubmittedClaim) => new Set(documents.map(({ id }) => id))

describe('a case of a claim', () => {
  it('raises what the claim raises, of each rule and claim, and names no one', () => {
    const seen = new Set<string>()
    for (const claim of syntheticClaims(300, 3, 'cased') as Iterable<SubmittedClaim>)
      for (const finding of raised(claim)) {
        const each = caseOfClaim(claim, finding, { name: 'agreed', expect: 'fires' }, everyDocument(claim))
        const again = raised(submittedOf(each)).filter(({ ruleId }) => ruleId === finding.ruleId)
        expect([finding.ruleId, again.map(({ codes }) => codes)]).toEqual([
          finding.ruleId,
          expect.arrayContaining([finding.codes]),
        ])
        expect(JSON.stringify(each)).not.toMatch(new RegExp(`${claim.claimId}|birthDate|"(payer|facility|coder)"`))
        seen.add(finding.ruleId)
      }
    expect(seen.size).toBeGreaterThan(3)
  })

  it('is of the form that a pack holds', () => {
    const [claim] = [...syntheticClaims(1, 3, 'cased')] as SubmittedClaim[]
    const quiet: RuleCase = caseOfClaim(
      claim as SubmittedClaim,
      { codes: [] },
      { name: 'disagreed', expect: 'quiet', falsePositive: 'rule-wrong' },
      new Set(),
    )
    expect(isRuleCases({ cases: [quiet, quiet] })).toBe(true)
    expect(quiet).not.toHaveProperty('documents')
  })
})
