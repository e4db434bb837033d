import type { DrgImpact, Finding } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import { applied } from '../../findings/proposal.js'
import type { GroupedClaim } from './grouped-claim.js'

/**
 * Documented, uncoded diagnoses that would change the DRG when regrouped: each finding's alone, and all together where
 * none alone would. The proposal stays with the finding that made it; this one says only what is at stake.
 */
export function drgOpportunity(grouped: GroupedClaim): Match[] {
  const adding = grouped.findings.filter(({ proposal }) => proposal.add.length > 0)
  const alone = adding.flatMap((finding) => (changes(finding.drgImpact) ? [matchOf([finding], finding.drgImpact)] : []))
  return alone.length > 0 || adding.length < 2 ? alone : together(adding, grouped)
}

function together(adding: Finding[], { claim, asSubmitted, regroup, impact }: GroupedClaim): Match[] {
  const all = impact(
    asSubmitted,
    regroup(
      applied(
        claim,
        adding.map(({ proposal }) => proposal),
      ),
    ),
  )
  return changes(all) ? [matchOf(adding, all)] : []
}

const changes = (impact: DrgImpact | null): impact is DrgImpact => impact !== null && impact.before !== impact.after

function matchOf(findings: Finding[], drgImpact: DrgImpact): Match {
  const codes = [...new Set(findings.flatMap(({ proposal }) => proposal.add.map(({ code }) => code)))]
  const rules = findings.map(({ ruleId }) => ruleId)
  return {
    codes,
    target: rules,
    evidence: findings.flatMap(({ evidence }) => evidence),
    drgImpact,
    values: {
      codes: codes.join(' and '),
      rules: rules.join(', '),
      before: drgImpact.before,
      after: drgImpact.after,
      weights: weightsOf(drgImpact),
    },
  }
}

function weightsOf({ weightBefore, weightAfter }: DrgImpact): string {
  return weightBefore === null || weightAfter === null ? '' : ` (weight ${weightBefore} to ${weightAfter})`
}
