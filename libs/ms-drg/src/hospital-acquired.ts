import { holds } from './formula.js'
import type { Claim, Secondary } from './read-claim.js'
import type { VersionTables } from './version-tables.js'

const PRE_MDC = 0
/** HAC 6 is judged by each code's own indicator; the others by any unread indicator on a HAC code of the claim. */
const FALLS_AND_TRAUMA_SHOW_LIST = 6

/** The secondaries that are hospital-acquired conditions, or that grouping must stop because an indicator is missing. */
export type HospitalAcquired = 'MISSING_POA' | Secondary[]

/**
 * Secondaries on a HAC list, not present on admission (`Y`, or `W` for clinically undetermined), not excluded by the
 * principal, and whose HAC formula holds. Reporting hospitals must give the indicator: blank, `1` or `E` on one of
 * these leaves the claim ungroupable.
 */
export function hospitalAcquired(claim: Claim, signals: Int32Array, tables: VersionTables): HospitalAcquired {
  const candidates = claim.secondaries.filter(({ scheme, poa, excluded }) => scheme.hacs.length > 0 && !/^[YW]/.test(poa) && !excluded)
  const met = candidates.flatMap((secondary) =>
    secondary.scheme.hacs
      .filter((hac) => tables.hacFormulas(hac).some((steps) => holds(steps, signals, PRE_MDC)))
      .map((hac) => ({ hac, secondary })),
  )
  const unread = candidates.some(({ poa }) => isUnread(poa))
  const missing = met.some(({ hac, secondary }) => isUnread(secondary.poa) || (unread && hac !== FALLS_AND_TRAUMA_SHOW_LIST))
  return missing ? 'MISSING_POA' : met.map(({ secondary }) => secondary)
}

function isUnread(poa: string): boolean {
  return poa === '' || /^[ 1E]/.test(poa)
}
