import type { DrgImpact, Finding } from '@claims-audit/contracts'
import type { Hit } from '../../findings/hit.js'
import { applied } from '../../findings/proposal.js'
import type { GroupedClaim } from './grouped-claim.js'

/**
 * Documented, uncoded diagnoses that would change the DRG when regrouped: each finding's alone, and all together where none alone would. The
 * proposal stays with the finding that made it; this one says only what is at stake.
 */
export function drgOpportunity(grouped: GroupedClaim): Hit[] {
  const adding = grouped.findings.filter(({ proposal }) => proposal.add.length > 0)
  const alone = adding.flatMap((finding) => (changes(finding.drgImpact) ? [hitOf([finding], finding.drgImpact)] : []))
  return alone.length > 0 || adding.length < 2 ? alone : together(adding, grouped)
}

function together(adding: Finding[], { claim, asSubmitted, regroup, impact }: GroupedClaim): Hit[] {
  const all = impact(
    asSubmitted,
    regroup(
      applied(
        claim,
        adding.map(({ proposal }) => proposal),
      ),
    ),
  )
  return changes(all) ? [hitOf(adding, all)] : []
}

const changes = (impact: DrgImpact | null): impact is DrgImpact => impact !== null && impact.before !== impact.after

function hitOf(findings: Finding[], drgImpact: DrgImpact): Hit {
  const codes = [...new Set(findings.flatMap(({ proposal }) => proposal.add.map(({ code }) => code)))]
  const rules = findings.map(({ ruleId }) => ruleId)
  return {
    codes,
    locus: rules,
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
