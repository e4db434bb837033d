import { dotted } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import type { GroupedClaim } from './grouped-claim.js'

/** A hospital-acquired condition stopped counting, and the final DRG is another than the initial one. */
export function drgHacDemoted({ input, asSubmitted, table5, impact }: GroupedClaim): Match[] {
  const { initialDrg, finalDrg, returnCode, diagnoses } = asSubmitted
  if (returnCode !== 'OK' || initialDrg === finalDrg) return []
  const acquired = input.diagnoses.flatMap(({ code }, i) => {
    const mark = diagnoses[i]
    return mark?.notCounted === 'hospital-acquired' ? [{ code: dotted(code), hac: mark.hac }] : []
  })
  return [
    {
      codes: [...new Set(acquired.map(({ code }) => code))],
      target: [initialDrg, finalDrg],
      drgImpact: impact({ finalDrg: initialDrg, weight: table5(initialDrg)?.weight ?? null }, asSubmitted),
      values: {
        codes: acquired.map(({ code, hac }) => `${code} (HAC ${hac})`).join(' and '),
        initial: initialDrg,
        final: finalDrg,
      },
    },
  ]
}
