import type { CodeDictionary } from '@claims-audit/code-sets'
import { Rules, notGrouped, width, type Assignment } from './assign-drg.js'
import { Narrator } from './explain.js'
import { hospitalAcquired, mayBeAcquired } from './hospital-acquired.js'
import { Marker, levelOf, type DiagnosisMark, type ProcedureMark, type SeverityLevel } from './marks.js'
import { ACQUIRED, COUNTS, ProfiledStay } from './profiled-stay.js'
import { readStay, type GroupInput, type Stay } from './read-stay.js'
import {
  ALIVE_ONLY,
  HAC_NAMESPACE,
  excludes,
  openTables,
  openVersion,
  type DrgWeight,
  type ReturnCode,
  type Tables,
  type VersionTables,
} from '../tables.js'

/**
 * A claim's DRG. DRGs have three digits, MDCs two; all but `initialDrg`, which is before HACs, is of the final
 * grouping.
 */
export interface GroupResult {
  msDrgVersion: string
  initialDrg: string
  finalDrg: string
  /** The first DRG of the family that the final one differs from only by severity. */
  baseDrg: string
  mdc: string
  returnCode: ReturnCode
  /** The severity that the secondaries lent to the final DRG's formula. */
  severity: SeverityLevel
  title: string
  /** Relative weight of the final DRG with the 10 % cap (Table 5, FY2026): versions 43.x only, else null. */
  weight: number | null
  /** Geometric and arithmetic mean length of stay in days, of the same table. */
  gmlos: number | null
  amlos: number | null
  /** By diagnosis and by procedure, in the order of the input. */
  diagnoses: DiagnosisMark[]
  procedures: ProcedureMark[]
  /** Only when asked for: how the DRG came about. */
  trace?: string[]
}

/** What a version knows of a diagnosis. */
export interface GroupedDiagnosis {
  /** By the male list where the sexes differ. */
  mdc: number
  /** As a secondary, before exclusions. */
  severity: SeverityLevel
  aliveOnly: boolean
  /** Numbers of the hospital-acquired conditions on whose lists it is. */
  hacs: number[]
  /** Those that formulas ask for. */
  attributes: string[]
}

export interface GroupedProcedure {
  operatingRoom: boolean
  attributes: string[]
}

/**
 * The MS-DRG grouper. Codes are numbers of `codes`; what takes a version throws a RangeError when it is not among
 * `versions`.
 */
export interface Grouper {
  /** `40.0` to `44.0`. */
  versions: readonly string[]
  codes: CodeDictionary
  /** Looks the codes up, once: what it gives may be grouped by any version, again and again. */
  read(input: GroupInput): Stay
  /** Never throws for what a claim holds. */
  group(stay: Stay, version: string, options?: { trace?: boolean }): GroupResult
  /** Undefined when the code is not valid in the version. */
  diagnosis(code: number, version: string): GroupedDiagnosis | undefined
  procedure(code: number, version: string): GroupedProcedure | undefined
  /** Does the principal cancel the secondary's CC or MCC? */
  excludes(principal: number, secondary: number, version: string): boolean
  /** The MDCs of a principal that goes by sex; undefined for all others. */
  mdcBySex(principal: number, version: string): { M: number; F: number } | undefined
  title(drg: number, version: string): string
  /** The DRGs that differ only by severity from a base DRG, ascending. */
  family(baseDrg: string, version: string): string[]
  /** Table 5 for a DRG; undefined where none is loaded. */
  weight(drg: string, version: string): DrgWeight | undefined
}

const MDC_NAMES = Array.from({ length: 32 }, (_, mdc) => String(mdc).padStart(2, '0'))
const NO_WEIGHT = { weight: null, gmlos: null, amlos: null }

/**
 * Opens a table compiled by `encodeGrouper` with the same dictionary. A version is prepared when it is first asked for.
 */
export function openGrouper(bytes: Uint8Array, codes: CodeDictionary): Grouper {
  const tables = openTables(bytes, codes)
  const opened = new Map<string, VersionGrouper>()
  let latest: VersionGrouper | undefined

  function of(version: string): VersionGrouper {
    if (latest?.version.version === version) return latest
    const known = opened.get(version) ?? new VersionGrouper(tables, openVersion(tables, version))
    opened.set(version, known)
    return (latest = known)
  }

  return {
    versions: tables.meta.versions,
    codes,
    read: (input) => readStay(input, codes),
    group: (stay, version, options) => of(version).group(stay, options?.trace ?? false),
    diagnosis: (code, version) => diagnosisIn(tables, of(version).version.diagnosisProfile[code] ?? 0),
    procedure: (code, version) => procedureIn(tables, of(version).version.procedureProfile[code] ?? 0),
    excludes: (principal, secondary, version) =>
      excludes(tables, of(version).version.exclusionGroup[principal] ?? 0, secondary),
    mdcBySex: (principal, version) => of(version).version.mdcBySex.get(principal),
    title: (drg, version) => of(version).version.title(drg),
    family: (baseDrg, version) => familyOf(tables, of(version).version, Number(baseDrg)),
    weight: (drg, version) => weightIn(tables, drg, version),
  }
}

/** One version, with the objects that its grouping fills again and again. */
class VersionGrouper {
  readonly #tables: Tables
  readonly version: VersionTables
  readonly #stay: ProfiledStay
  readonly #rules: Rules
  readonly #marker: Marker
  readonly #narrator: Narrator
  /** By number: what a result says of a DRG. */
  readonly #drgs: DescribedDrg[] = []

  constructor(tables: Tables, version: VersionTables) {
    this.#tables = tables
    this.version = version
    this.#stay = new ProfiledStay(tables, version)
    this.#rules = new Rules(tables, version)
    this.#marker = new Marker(tables, version)
    this.#narrator = new Narrator(tables, version, this.#rules)
  }

  group(read: Stay, traced: boolean): GroupResult {
    const stay = this.#stay
    stay.fill(read)
    const initial = this.#rules.assign(stay)
    const trace = traced ? this.#narrator.pass('initial', stay, read.input, initial) : []
    const { final, hacs } = this.#withoutAcquired(initial)
    if (traced && final !== initial) trace.push(...this.#narrator.pass('final', stay, read.input, final))
    const { diagnoses, procedures } = this.#marker.mark(stay, final, hacs, read.procedures)
    const drg = this.#describe(final.drg)
    const result: GroupResult = {
      msDrgVersion: this.version.version,
      initialDrg: this.#describe(initial.drg).drg,
      finalDrg: drg.drg,
      baseDrg: this.#describe(final.baseDrg).drg,
      mdc: MDC_NAMES[final.mdc] as string,
      returnCode: final.returnCode,
      severity: levelOf(final.severity),
      title: drg.title,
      weight: drg.weight,
      gmlos: drg.gmlos,
      amlos: drg.amlos,
      diagnoses,
      procedures,
    }
    if (traced) result.trace = [...this.#narrator.preamble(stay, read.input, diagnoses), ...trace]
    return result
  }

  /** The final grouping differs from the initial one only by the hospital-acquired conditions, which stop counting. */
  #withoutAcquired(initial: Assignment): { final: Assignment; hacs?: readonly number[] } {
    const stay = this.#stay
    const judged = initial.returnCode === 'OK' || initial.returnCode === 'UNGROUPABLE'
    if (!judged || !mayBeAcquired(stay, this.#tables)) return { final: initial }
    const acquired = hospitalAcquired(stay, this.#rules, this.#tables)
    if (acquired === undefined) return { final: initial }
    if (acquired.missingPoa) return { final: notGrouped('HAC_MISSING_ONE_POA', []), hacs: acquired.hacs }
    acquired.hacs.forEach((hacs, i) => {
      if (hacs !== 0 && stay.notCounted[i] === COUNTS) stay.notCounted[i] = ACQUIRED
    })
    return { final: this.#rules.assign(stay), hacs: acquired.hacs }
  }

  #describe(number: number): DescribedDrg {
    return (this.#drgs[number] ??= describeDrg(number, this.version, this.#tables))
  }
}

type DescribedDrg = Pick<GroupResult, 'title' | 'weight' | 'gmlos' | 'amlos'> & { drg: string }

function describeDrg(number: number, { version, title }: VersionTables, tables: Tables): DescribedDrg {
  const drg = String(number).padStart(3, '0')
  const { weight, gmlos, amlos } = weightIn(tables, drg, version) ?? NO_WEIGHT
  return { drg, title: title(number), weight, gmlos, amlos }
}

function weightIn({ meta }: Tables, drg: string, version: string): DrgWeight | undefined {
  return meta.weightedVersions.includes(version) ? meta.weights[drg] : undefined
}

function familyOf({ row }: Tables, { rules, ruleEnds }: VersionTables, baseDrg: number): string[] {
  const drgs = new Set<number>()
  for (let at = 0; at < (ruleEnds[HAC_NAMESPACE] as number); at += width(rules, at)) {
    const number = rules[at] as number
    if (row.baseDrg[number] === baseDrg && row.drg[number] !== 0) drgs.add(row.drg[number] as number)
  }
  return [...drgs].sort((a, b) => a - b).map((drg) => String(drg).padStart(3, '0'))
}

function diagnosisIn({ diagnosis }: Tables, profile: number): GroupedDiagnosis | undefined {
  if (profile === 0) return undefined
  const hacs = diagnosis.hacs[profile] as number
  return {
    mdc: diagnosis.mdc[profile] as number,
    severity: levelOf(diagnosis.severity[profile] as number),
    aliveOnly: ((diagnosis.flags[profile] as number) & ALIVE_ONLY) !== 0,
    hacs: Array.from({ length: 16 }, (_, hac) => hac).filter((hac) => ((hacs >>> hac) & 1) === 1),
    attributes: diagnosis.attributes(profile),
  }
}

function procedureIn({ procedure }: Tables, profile: number): GroupedProcedure | undefined {
  if (profile === 0) return undefined
  return { operatingRoom: procedure.operatingRoom[profile] === 1, attributes: procedure.attributes(profile) }
}
