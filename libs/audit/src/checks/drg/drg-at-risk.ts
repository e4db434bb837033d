import { dotted, normalizeCode } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import type { GroupedClaim } from './grouped-claim.js'

/**
 * The DRG rests on one CC or MCC, and the record contradicts that code or has nothing on it. What a code without a
 * concept in the lexicon rests on is not known: silent.
 */
export function drgAtRisk({ claim, input, asSubmitted, support, regroup, impact }: GroupedClaim): Match[] {
  const code = onlyBearer(
    input.diagnoses.map((diagnosis) => diagnosis.code),
    asSubmitted,
  )
  const found = support.find((each) => normalizeCode(each.code) === code)?.support
  if (code === undefined || (found !== 'contradicted' && found !== 'absent')) return []
  // Only as a secondary: where the principal is the same code, it stays.
  const without = regroup({
    ...claim,
    diagnoses: claim.diagnoses.filter((diagnosis) => diagnosis.role === 'principal' || diagnosis.code !== code),
  })
  if (without.finalDrg === asSubmitted.finalDrg) return []
  return [
    {
      codes: [dotted(code)],
      target: [asSubmitted.finalDrg],
      drgImpact: impact(asSubmitted, without),
      values: {
        code: dotted(code),
        level: asSubmitted.severity,
        record: found === 'absent' ? 'has nothing on it' : 'says otherwise',
        drg: asSubmitted.finalDrg,
        without: without.finalDrg,
      },
    },
  ]
}

/** The one secondary that gives the DRG its severity; undefined when there is none or another beside it. */
function onlyBearer(codes: string[], { severity, diagnoses }: GroupedClaim['asSubmitted']): string | undefined {
  if (severity === 'NCC') return undefined
  const bearers = codes.filter(
    (_, i) => i > 0 && diagnoses[i]?.level === severity && diagnoses[i]?.notCounted === undefined,
  )
  return new Set(bearers).size === 1 ? bearers[0] : undefined
}
