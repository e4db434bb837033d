import { width, type Assignment, type Match } from './assign-drg.js'
import { addsTo, conditionNumber } from '../encode/conditions.js'
import { CC, MCC, NCC } from '../encode/formula.js'
import { COUNTS, type ProfiledStay } from './profiled-stay.js'
import { NAMESPACES, suppresses, type Tables, type VersionTables } from '../tables.js'
import type { Tally } from '../tally.js'

export type SeverityLevel = 'MCC' | 'CC' | 'NCC'

/** Why a secondary's CC or MCC does not count. */
export type NotCounted = 'excluded-by-principal' | 'alive-only' | 'hospital-acquired' | 'suppressed-by-drg'

/** What has become of a diagnosis in the final grouping. */
export interface DiagnosisMark {
  /** False for a code that is not valid in the version: the grouper passes over it. */
  valid: boolean
  /** As a secondary, before anything cancels it. */
  level: SeverityLevel
  notCounted?: NotCounted
  /**
   * The number of the hospital-acquired condition that it is on this claim, or would be: with HAC_MISSING_ONE_POA its
   * indicator is not given.
   */
  hac?: number
  /**
   * The DRG rests on it: the principal, the carriers of what the deciding formulas asked for, and the CCs or MCCs that
   * gave the severity.
   */
  usedForDrg: boolean
}

export interface ProcedureMark {
  valid: boolean
  operatingRoom: boolean
  usedForDrg: boolean
}

const LEVELS: Record<number, SeverityLevel> = { [NCC]: 'NCC', [CC]: 'CC', [MCC]: 'MCC' }
const REASONS = [undefined, 'excluded-by-principal', 'alive-only', 'hospital-acquired', 'suppressed-by-drg'] as const
const SUPPRESSED = REASONS.indexOf('suppressed-by-drg')

export function levelOf(severity: number): SeverityLevel {
  return LEVELS[severity] as SeverityLevel
}

/** Marks are few and never change: each combination is one object. */
const diagnosisMarks: DiagnosisMark[] = []
const procedureMarks: ProcedureMark[] = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) =>
  Object.freeze({ valid: (bits & 1) !== 0, operatingRoom: (bits & 2) !== 0, usedForDrg: (bits & 4) !== 0 }),
)

function diagnosisMark(valid: boolean, severity: number, reason: number, hacs: number, used: boolean): DiagnosisMark {
  const hac = hacs === 0 ? 0 : 31 - Math.clz32(hacs & -hacs)
  const key = Number(valid) | (severity << 1) | (reason << 4) | (hac << 7) | (Number(used) << 11)
  return (diagnosisMarks[key] ??= Object.freeze({
    valid,
    level: levelOf(severity),
    ...(reason !== COUNTS && { notCounted: REASONS[reason] as NotCounted }),
    ...(hac !== 0 && { hac }),
    usedForDrg: used,
  }))
}

/** Marks every code of a claim by its final grouping. One object is used again and again. */
export class Marker {
  readonly #tables: Tables
  readonly #version: VersionTables
  /** By secondary and by procedure: 1 when the DRG rests on it. */
  #diagnoses = new Uint8Array()
  #procedures = new Uint8Array()

  constructor(tables: Tables, version: VersionTables) {
    this.#tables = tables
    this.#version = version
  }

  /**
   * `hacs`: by secondary, the hospital-acquired conditions that it is, as bits. `codes`: the claim's own procedures, as
   * the dictionary's numbers.
   */
  mark(
    stay: ProfiledStay,
    final: Assignment,
    hacs: readonly number[] | undefined,
    codes: readonly number[],
  ): { diagnoses: DiagnosisMark[]; procedures: ProcedureMark[] } {
    const { diagnosis, procedure, row } = this.#tables
    this.#findUsed(stay, final)
    this.#passOnToComponents(stay, codes)
    const last = final.path[final.path.length - 1]
    const suppression = last === undefined || final.returnCode !== 'OK' ? 0 : (row.suppression[last.row] as number)
    const diagnoses: DiagnosisMark[] = []
    if (stay.hasPrincipal) {
      diagnoses.push(
        diagnosisMark(
          stay.principal !== 0,
          diagnosis.severity[stay.principal] as number,
          COUNTS,
          0,
          final.returnCode === 'OK',
        ),
      )
    }
    for (let i = 0; i < stay.secondaryCount; i++) {
      const profile = stay.secondaries[i] as number
      const severity = diagnosis.severity[profile] as number
      let reason = severity === NCC ? COUNTS : (stay.notCounted[i] as number)
      if (reason === COUNTS && severity !== NCC && suppresses(this.#tables, suppression, profile)) reason = SUPPRESSED
      diagnoses.push(diagnosisMark(profile !== 0, severity, reason, hacs?.[i] ?? 0, this.#diagnoses[i] === 1))
    }
    const procedures: ProcedureMark[] = []
    for (let i = 0; i < codes.length; i++) {
      const profile = stay.procedures[i] as number
      const bits =
        Number(profile !== 0) |
        ((procedure.operatingRoom[profile] as number) << 1) |
        ((this.#procedures[i] as number) << 2)
      procedures.push(procedureMarks[bits] as ProcedureMark)
    }
    return { diagnoses, procedures }
  }

  #findUsed(stay: ProfiledStay, { path, returnCode, severity }: Assignment): void {
    if (this.#diagnoses.length < stay.secondaryCount) this.#diagnoses = new Uint8Array(stay.secondaries.length)
    else this.#diagnoses.fill(0, 0, stay.secondaryCount)
    if (this.#procedures.length < stay.procedureCount) this.#procedures = new Uint8Array(stay.procedures.length)
    else this.#procedures.fill(0, 0, stay.procedureCount)
    if (returnCode !== 'OK') return
    for (const match of path) this.#findCarriers(stay, match)
    const last = path[path.length - 1] as Match
    if (((this.#version.rules[last.at + 1] as number) & NCC) === 0)
      this.#findSeverity(stay, severity, this.#tables.row.suppression[last.row] as number)
  }

  /** A DRG that rests on a cluster rests on the procedures that complete it. */
  #passOnToComponents({ components }: ProfiledStay, codes: readonly number[]): void {
    components.forEach((parts, i) => {
      if (this.#procedures[codes.length + i] === 0) return
      for (let j = 0; j < codes.length; j++) if (parts.includes(codes[j] as number)) this.#procedures[j] = 1
    })
  }

  #findSeverity(stay: ProfiledStay, severity: number, suppression: number): void {
    const { diagnosis } = this.#tables
    for (let i = 0; i < stay.secondaryCount; i++) {
      if (diagnosis.severity[stay.secondaries[i] as number] === severity && stay.lends(i, suppression))
        this.#diagnoses[i] = 1
    }
  }

  #findCarriers(stay: ProfiledStay, { namespace, at }: Match): void {
    const { rules } = this.#version
    const { diagnosis, procedure } = this.#tables
    for (let i = at + 3; i < at + width(rules, at); i++) {
      const signal = rules[i] as number
      if (signal < 0) continue
      for (let j = 0; j < stay.secondaryCount; j++) {
        if (
          this.#carries(
            diagnosis.asSecondary[(stay.secondaries[j] as number) * NAMESPACES + namespace] as number,
            signal,
          )
        )
          this.#diagnoses[j] = 1
      }
      for (let j = 0; j < stay.procedureCount; j++) {
        const counts = (((stay.suppressedIn[j] as number) >>> namespace) & 1) === 0
        if (
          counts &&
          this.#carries(procedure.lists[(stay.procedures[j] as number) * NAMESPACES + namespace] as number, signal)
        )
          this.#procedures[j] = 1
      }
      for (let j = 0; j < stay.conditionCount; j++) {
        const condition = stay.conditions[j] as number
        if (this.#carries(this.#tables.conditionLists[condition * NAMESPACES + namespace] as number, signal))
          this.#findContributors(stay, condition)
      }
    }
  }

  #carries(list: number, signal: number): boolean {
    if (list === 0) return false
    const { listEnds, listSignals } = this.#tables
    for (let i = listEnds[list] as number; i < (listEnds[list + 1] as number); i++)
      if (listSignals[i] === signal) return true
    return false
  }

  /** The codes that a computed condition was made of. */
  #findContributors(stay: ProfiledStay, condition: number): void {
    const { diagnosis, procedure, meta } = this.#tables
    for (let i = 0; condition === MULTST && i < stay.secondaryCount; i++) {
      if (diagnosis.traumaSites[stay.secondaries[i] as number] !== 0) this.#diagnoses[i] = 1
    }
    for (let i = 0; i < stay.procedureCount; i++) {
      const tally = meta.tallies[procedure.tally[stay.procedures[i] as number] as number] as Tally
      if (addsTo(condition, tally)) this.#procedures[i] = 1
    }
  }
}

const MULTST = conditionNumber('MULTST')
