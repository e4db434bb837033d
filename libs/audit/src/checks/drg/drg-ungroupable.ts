import { dotted } from '@claims-audit/contracts'
import type { Hit } from '../../findings/hit.js'
import { principalOf, type GroupedClaim } from './grouped-claim.js'

/** What CMS's return codes say, in words. */
const MEANINGS: Record<string, string> = {
  INVALID_PDX: 'the principal diagnosis is missing, or is no valid code',
  DX_CANNOT_BE_PDX: 'the principal diagnosis is an external cause, which cannot be one',
  INVALID_SEX: 'the MDC of the principal diagnosis goes by sex, and the sex is neither female nor male',
  INVALID_DISCHARGE_STATUS: 'an MCC counts for patients who left alive only, and the discharge status is none',
  UNGROUPABLE: 'no formula takes the claim',
  HAC_MISSING_ONE_POA: 'a condition on the list of hospital-acquired ones has no present-on-admission indicator',
}

/** A record of which nothing is billed yet. */
const isNote = ({ diagnoses, procedures, lines, billedDrg, totalCharge }: GroupedClaim['claim']): boolean =>
  diagnoses.length + procedures.length + lines.length === 0 && billedDrg === undefined && totalCharge === undefined

/** The grouper gives an error instead of a DRG; its return code says which. */
export function drgUngroupable({ claim, input, asSubmitted }: GroupedClaim): Hit[] {
  if (asSubmitted.returnCode === 'OK' || isNote(claim)) return []
  const unreported = input.diagnoses
    .filter((_, i) => asSubmitted.diagnoses[i]?.hac !== undefined)
    .map(({ code }) => dotted(code))
  const codes = asSubmitted.returnCode === 'HAC_MISSING_ONE_POA' ? [...new Set(unreported)] : principalOf(claim)
  return [
    {
      codes,
      locus: [asSubmitted.returnCode],
      values: {
        returnCode: asSubmitted.returnCode,
        meaning: MEANINGS[asSubmitted.returnCode] ?? '',
        version: asSubmitted.msDrgVersion,
      },
    },
  ]
}
