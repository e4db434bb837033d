import type { Hit } from '../hit.js'
import { principalOf, type GroupedClaim } from './grouped-claim.js'

/** The grouper gives an error instead of a DRG; its return code says which. */
export function drgUngroupable({ claim, asSubmitted }: GroupedClaim): Hit[] {
  if (asSubmitted.returnCode === 'OK') return []
  return [{ codes: principalOf(claim), locus: [asSubmitted.returnCode], values: { returnCode: asSubmitted.returnCode, version: asSubmitted.msDrgVersion } }]
}
