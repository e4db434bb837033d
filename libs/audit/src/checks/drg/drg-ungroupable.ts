import { dotted } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import { principalOf, type GroupedClaim } from './grouped-claim.js'

/** What CMS's return codes say, in words. */
const MEANINGS: Record<string, string> = {
  INVALID_PDX: 'the principal diagnosis is missing, or is no valid code',
  DX_CANNOT_BE_PDX: 'the principal diagnosis is an external cause, which cannot be one',
  INVALID_SEX: 'the MDC of the principal diagnosis goes by sex, and the sex is neither female nor male',
  INVALID_DISCHARGE_STATUS:
    'an MCC counts for patients who left alive only, and the discharge status is missing or invalid',
  UNGROUPABLE: 'no formula takes the claim',
  HAC_MISSING_ONE_POA: 'a condition on the list of hospital-acquired ones has no present-on-admission indicator',
}

/**
 * The two DRGs that are errors: none is paid, whatever the return code (MS-DRG Definitions Manual, DRGs 998 and 999).
 */
const ERROR_DRGS: Record<string, string> = {
  '998': 'a stay is not discharged with the principal diagnosis; one of a delivery needs the procedure of the delivery',
  '999': 'no formula takes the claim',
}

/** A record of which nothing is billed yet. */
const isNote = ({ diagnoses, procedures, lines, billedDrg, totalCharge }: GroupedClaim['claim']): boolean =>
  diagnoses.length + procedures.length + lines.length === 0 && billedDrg === undefined && totalCharge === undefined

/** The grouper gives an error instead of a DRG; its return code says which, or the DRG itself. */
export function drgUngroupable({ claim, input, asSubmitted }: GroupedClaim): Match[] {
  const { returnCode, finalDrg } = asSubmitted
  if ((returnCode === 'OK' && !(finalDrg in ERROR_DRGS)) || isNote(claim)) return []
  const unreported = input.diagnoses
    .filter((_, i) => asSubmitted.diagnoses[i]?.hac !== undefined)
    .map(({ code }) => dotted(code))
  const codes = returnCode === 'HAC_MISSING_ONE_POA' ? [...new Set(unreported)] : principalOf(claim)
  return [
    {
      codes,
      target: [returnCode === 'OK' ? finalDrg : returnCode],
      values: {
        returnCode: returnCode === 'OK' ? `DRG ${finalDrg}` : returnCode,
        meaning: (returnCode === 'OK' ? ERROR_DRGS[finalDrg] : MEANINGS[returnCode]) ?? '',
        version: asSubmitted.msDrgVersion,
      },
    },
  ]
}
