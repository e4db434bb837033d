import { dotted } from '@claims-audit/contracts'
import type { Hit } from '../hit.js'
import { principalOf, type GroupedClaim } from './grouped-claim.js'

/** The grouper gives an error instead of a DRG; its return code says which. */
export function drgUngroupable({ claim, input, asSubmitted }: GroupedClaim): Hit[] {
  if (asSubmitted.returnCode === 'OK') return []
  const unreported = input.diagnoses.filter((_, i) => asSubmitted.diagnoses[i]?.hac !== undefined).map(({ code }) => dotted(code))
  const codes = asSubmitted.returnCode === 'HAC_MISSING_ONE_POA' ? [...new Set(unreported)] : principalOf(claim)
  return [{ codes, locus: [asSubmitted.returnCode], values: { returnCode: asSubmitted.returnCode, version: asSubmitted.msDrgVersion } }]
}
