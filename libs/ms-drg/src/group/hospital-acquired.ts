import type { Rules } from './assign-drg.js'
import { EXCLUDED, type ProfiledStay } from './profiled-stay.js'
import { PRESENT, UNREPORTED } from './read-stay.js'
import type { Tables } from '../tables.js'

/** HAC 6 is judged by each code's own indicator; the others by any unreported indicator on a HAC code of the claim. */
const JUDGED_ALONE = 1 << 6

/**
 * By secondary: the hospital-acquired conditions that it is, as bits; and whether an indicator is missing that grouping
 * cannot do without.
 */
export interface HospitalAcquired {
  hacs: readonly number[]
  missingPoa: boolean
}

/**
 * Secondaries on a HAC list, not present on admission, not excluded by the principal, and whose HAC formula holds.
 * Reporting hospitals must give the indicator: an unreported one on one of these leaves the claim ungroupable.
 * Undefined without any.
 */
export function hospitalAcquired(
  stay: ProfiledStay,
  rules: Rules,
  { diagnosis }: Tables,
): HospitalAcquired | undefined {
  const candidates = Array.from({ length: stay.secondaryCount }, (_, i) => {
    const out = stay.poa[i] === PRESENT || stay.notCounted[i] === EXCLUDED
    return out ? 0 : (diagnosis.hacs[stay.secondaries[i] as number] as number)
  })
  const holding = rules.hacs(stay)
  const met = candidates.map((hacs) => hacs & holding)
  if (met.every((hacs) => hacs === 0)) return undefined
  const unreported = candidates.some((hacs, i) => hacs !== 0 && stay.poa[i] === UNREPORTED)
  const missing = met.some(
    (hacs, i) => (hacs !== 0 && stay.poa[i] === UNREPORTED) || (unreported && (hacs & ~JUDGED_ALONE) !== 0),
  )
  return { hacs: met, missingPoa: missing }
}

/** Is a secondary on a HAC list and not present on admission? Most claims have none, and need not be judged further. */
export function mayBeAcquired(stay: ProfiledStay, { diagnosis }: Tables): boolean {
  for (let i = 0; i < stay.secondaryCount; i++) {
    if (stay.poa[i] !== PRESENT && diagnosis.hacs[stay.secondaries[i] as number] !== 0) return true
  }
  return false
}
