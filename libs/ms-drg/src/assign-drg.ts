import { holds } from './formula.js'
import type { Claim } from './read-claim.js'
import { claimSeverity } from './severity.js'
import { ABSENT } from './signals.js'
import { CC, MCC } from './tables.js'
import type { GrouperMeta, ReturnCode } from './tables.js'
import type { RankedFormula, VersionTables } from './version-tables.js'

/** A row that held, and the MDC whose list it is on. */
export interface Match {
  mdc: number
  row: RankedFormula
}

/** A DRG (999: none), the MDC that is reported for it, and the rows that led there. */
export interface Assignment {
  drg: number
  mdc: number
  returnCode: ReturnCode
  path: Match[]
}

export const UNGROUPABLE_DRG = 999
const PRE_MDC = 0
const MOST_REROUTES = 2

/**
 * One pass of grouping: the pre-MDC rows, then those of the principal's MDC, following at most two reroutes. A row of
 * the pre-MDC that assigns a DRG reports the principal's MDC, one that reroutes its target; a reroute out of the
 * principal's MDC (to 29, the unrelated procedures) keeps the principal's. A reroute to where no row holds is
 * ungroupable (corpus/README.md tells when that happens).
 */
export function assignDrg(claim: Claim, signals: Int32Array, tables: VersionTables, meta: GrouperMeta): Assignment {
  const own = claim.principal?.mdc ?? PRE_MDC
  const early = firstMatch(PRE_MDC, claim, signals, tables, meta)
  if (early && early.row.returnCode !== 0) return notGrouped(early.row.returnCode, [early])
  const first = early ?? (claim.principal && firstMatch(own, claim, signals, tables, meta))
  if (!first) return notGrouped('UNGROUPABLE', [])
  const path = [first]
  for (let last = first; last.row.reroute !== 0 && path.length <= MOST_REROUTES; path.push(last)) {
    const next = firstMatch(last.row.reroute, claim, signals, tables, meta)
    if (!next) return notGrouped('UNGROUPABLE', path)
    last = next
  }
  const mdc = early && early.row.reroute !== 0 ? early.row.reroute : own
  return { drg: (path.at(-1) as Match).row.drg, mdc, returnCode: 'OK', path }
}

/** The outcome of a claim that has no DRG. */
export function notGrouped(returnCode: ReturnCode, path: Match[]): Assignment {
  return { drg: UNGROUPABLE_DRG, mdc: PRE_MDC, returnCode, path }
}

/** The row of lowest rank that holds, with the severity that counts for that very row. */
function firstMatch(mdc: number, claim: Claim, signals: Int32Array, tables: VersionTables, meta: GrouperMeta): Match | undefined {
  let judged = -1
  for (const row of tables.rows(mdc)) {
    if (row.suppression !== judged) {
      judged = row.suppression
      setSeverity(signals, claimSeverity(claim, judged, tables), meta)
    }
    if (holds(row.steps, signals, mdc)) return { mdc, row }
  }
  return undefined
}

function setSeverity(signals: Int32Array, severity: number, meta: GrouperMeta): void {
  signals[meta.conditions.MCC as number] = severity === MCC ? 0 : ABSENT
  signals[meta.conditions.CC as number] = severity === CC ? 0 : ABSENT
}
