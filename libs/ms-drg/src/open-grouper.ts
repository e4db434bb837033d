import { openColumns } from '@claims-audit/code-sets'
import { assignDrg, notGrouped, type Assignment } from './assign-drg.js'
import { explain, type SeverityMark } from './explain.js'
import { hospitalAcquired } from './hospital-acquired.js'
import { readClaim, type Claim, type GroupInput } from './read-claim.js'
import { claimSignals } from './signals.js'
import type { GrouperMeta, ReturnCode } from './tables.js'
import { openVersion, type VersionTables } from './version-tables.js'

/** A claim's DRG. DRGs have three digits, MDCs two; both are of the final grouping but for `initialDrg`, before HACs. */
export interface GroupResult {
  msDrgVersion: string
  initialDrg: string
  finalDrg: string
  mdc: string
  returnCode: ReturnCode
  /** Relative weight of the final DRG with the 10 % cap (Table 5, FY2026): versions 43.x only, else null. */
  weight: number | null
  /** Geometric mean length of stay in days, of the same table. */
  gmlos: number | null
  title: string
  /** Only when asked for: how the DRG came about, and what each secondary's severity did. */
  trace?: string[]
  severity?: SeverityMark[]
}

export type SeverityLevel = 'MCC' | 'CC' | 'NCC'

/** The MS-DRG grouper. */
export interface Grouper {
  /** `40.0` to `44.0`. */
  versions: readonly string[]
  /** Never throws for what a claim holds; a RangeError for a version that is not among `versions`. */
  group(input: GroupInput, version: string, options?: { trace?: boolean }): GroupResult
  /** A secondary's severity, before exclusions; undefined when the code is not valid in the version. */
  severity(code: string, version: string): SeverityLevel | undefined
  /** A principal's MDC, two digits (by the male list where the sexes differ); undefined when not valid in the version. */
  mdc(code: string, version: string): string | undefined
}

const LEVELS: readonly SeverityLevel[] = ['NCC', 'CC', 'MCC']
const WEIGHTED = /^43\./

/** Opens a table compiled by `encodeGrouper`. A version's rows are prepared when it is first asked for. */
export function openGrouper(bytes: Uint8Array): Grouper {
  const columns = openColumns(bytes)
  const meta = columns.meta as GrouperMeta
  const opened = new Map<string, VersionTables>()

  function tablesOf(version: string): VersionTables {
    const known = opened.get(version)
    if (known) return known
    if (!meta.versions.includes(version)) throw new RangeError(`no MS-DRG version ${version}; there are ${meta.versions.join(', ')}`)
    const tables = openVersion(columns, meta, version)
    opened.set(version, tables)
    return tables
  }

  function group(input: GroupInput, version: string, options: { trace?: boolean } = {}): GroupResult {
    const tables = tablesOf(version)
    const claim = readClaim(input, tables)
    const signals = claimSignals(claim, meta)
    const initial = assignDrg(claim, signals, tables, meta)
    const final = regroupWithoutHacs(claim, signals, initial, tables)
    const finalDrg = padded(final.drg, 3)
    const [weight, gmlos] = (WEIGHTED.test(version) ? meta.weights[finalDrg] : undefined) ?? [null, null]
    const result = {
      msDrgVersion: version,
      initialDrg: padded(initial.drg, 3),
      finalDrg,
      mdc: padded(final.mdc, 2),
      returnCode: final.returnCode,
      weight,
      gmlos,
      title: meta.titles[version]?.[finalDrg] ?? '',
    }
    return options.trace ? { ...result, ...explain(claim, initial, final, tables) } : result
  }

  /** The final grouping differs from the initial one only by the hospital-acquired conditions, which stop counting. */
  function regroupWithoutHacs(claim: Claim, signals: Int32Array, initial: Assignment, tables: VersionTables): Assignment {
    if (initial.returnCode !== 'OK' && initial.returnCode !== 'UNGROUPABLE') return initial
    const acquired = hospitalAcquired(claim, signals, tables)
    if (acquired === 'MISSING_POA') return notGrouped('HAC_MISSING_ONE_POA', [])
    if (acquired.length === 0) return initial
    for (const secondary of acquired) secondary.acquired = true
    return assignDrg(claim, signals, tables, meta)
  }

  return {
    versions: meta.versions,
    group,
    severity: (code, version) => {
      const tables = tablesOf(version)
      const scheme = tables.scheme(tables.diagnosis(code))
      return scheme && LEVELS[scheme.severity]
    },
    mdc: (code, version) => {
      const tables = tablesOf(version)
      const scheme = tables.scheme(tables.diagnosis(code))
      return scheme && padded(scheme.mdc, 2)
    },
  }
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0')
}
