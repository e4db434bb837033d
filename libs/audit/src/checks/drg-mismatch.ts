import type { ValidatedClaim } from '@claims-audit/contracts'
import { dotted } from '@claims-audit/contracts'
import type { GroupResult } from '@claims-audit/ms-drg'
import type { Hit } from '../hit.js'

/** A claim and what the grouper made of it. */
export interface GroupedClaim {
  claim: ValidatedClaim['claim']
  asSubmitted: GroupResult
}

/** The billed MS-DRG is another than the grouped one. Silent where nothing was billed or the claim does not group. */
export function drgMismatch({ claim, asSubmitted }: GroupedClaim): Hit[] {
  const billed = claim.billedDrg?.padStart(3, '0')
  if (billed === undefined || billed === '000' || asSubmitted.returnCode !== 'OK' || billed === asSubmitted.finalDrg) return []
  return [
    {
      codes: principalOf(claim),
      locus: [billed, asSubmitted.finalDrg],
      drgImpact: { before: billed, after: asSubmitted.finalDrg, weightBefore: null, weightAfter: asSubmitted.weight, weightDelta: null, amountDelta: null },
      values: { billed, grouped: asSubmitted.finalDrg, title: asSubmitted.title, version: asSubmitted.msDrgVersion },
    },
  ]
}

export const principalOf = (claim: ValidatedClaim['claim']): string[] =>
  claim.diagnoses.filter((diagnosis) => diagnosis.role === 'principal').map((diagnosis) => dotted(diagnosis.code))
