import type { Match } from '../../findings/match.js'
import { principalOf, type GroupedClaim } from './grouped-claim.js'

/** The billed MS-DRG is another than the grouped one. Silent where nothing was billed or the claim does not group. */
export function drgMismatch({ claim, asSubmitted, table5, impact }: GroupedClaim): Match[] {
  const billed = claim.billedDrg?.padStart(3, '0')
  if (billed === undefined || billed === '000' || asSubmitted.returnCode !== 'OK' || billed === asSubmitted.finalDrg)
    return []
  return [
    {
      codes: principalOf(claim),
      target: [billed, asSubmitted.finalDrg],
      drgImpact: impact({ finalDrg: billed, weight: table5(billed)?.weight ?? null }, asSubmitted),
      values: { billed, grouped: asSubmitted.finalDrg, title: asSubmitted.title, version: asSubmitted.msDrgVersion },
    },
  ]
}
