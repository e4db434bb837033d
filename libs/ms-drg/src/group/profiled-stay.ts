import { CONDITIONS, conditionNumber, countedConditions, severalBits, statusConditions } from '../encode/conditions.js'
import { NCC } from '../encode/formula.js'
import type { Stay } from './read-stay.js'
import {
  ALIVE_ONLY,
  EXTERNAL_CAUSE,
  INCIDENT,
  excludes,
  suppresses,
  type Tables,
  type VersionTables,
} from '../tables.js'
import type { Tally } from '../tally.js'

/**
 * Why a secondary's CC or MCC does not count; 0 when it does. Suppression is not among them: it is judged for each row.
 */
export const COUNTS = 0
export const EXCLUDED = 1
export const ALIVE_ONLY_ON_DEATH = 2
export const ACQUIRED = 3

const DIED = 20
const SUBSTANCE_USE_MDC = 20
const [INVALID_PDX, PDX_ECODE, INVALID_SEX, MDC_20_FALL_THRU, MULTST, ONLY_INCIDENT] = (
  ['INVALID_PDX', 'PDX_ECODE', 'INVALID_SEX', 'MDC_20_FALL_THRU', 'MULTST', 'ONLY:incident'] as const
).map(conditionNumber) as [number, number, number, number, number, number]

/** Codes for which there is room at first; a longer claim makes room for itself. */
const ROOM = 64

/**
 * A stay in one version's terms: profiles for codes, and what does not depend on the MDC, settled: exclusions,
 * clusters, counts. One object is filled again and again, so that grouping leaves no garbage but its result; each array
 * holds as much as its count says.
 */
export class ProfiledStay {
  /** False when the stay has no diagnosis at all; its profile is 0 when it is not a valid code. */
  hasPrincipal = false
  principal = 0
  mdc = 0
  /**
   * Of the secondaries, in the order of the stay (its second diagnosis is 0 here). 0 for codes that are not valid in
   * the version.
   */
  secondaries = new Uint16Array(ROOM)
  notCounted = new Uint8Array(ROOM)
  poa = new Uint8Array(ROOM)
  secondaryCount = 0
  /** Profiles of the procedures in the order of the stay, then those of complete clusters. */
  procedures = new Uint16Array(ROOM)
  /** Bits: the MDCs in which a complete cluster takes the procedure's place. */
  suppressedIn = new Uint32Array(ROOM)
  procedureCount = 0
  readonly clusters: number[] = []
  /** By complete cluster: the code numbers of the procedures that complete it. */
  readonly components: (readonly number[])[] = []
  readonly conditions = new Uint8Array(CONDITIONS.length)
  conditionCount = 0

  readonly #tables: Tables
  readonly #version: VersionTables
  /** By cluster: how many of the claim's procedures are part of it; zero but while clusters are looked for. */
  readonly #shared: Uint8Array

  constructor(tables: Tables, version: VersionTables) {
    this.#tables = tables
    this.#version = version
    this.#shared = new Uint8Array(tables.cluster.choices.length)
  }

  fill(stay: Stay): void {
    this.#makeRoom(stay)
    this.conditionCount = 0
    this.clusters.length = this.components.length = 0
    this.#addConditions(statusConditions(stay.dischargeStatus))
    this.#fillPrincipal(stay)
    this.#fillSecondaries(stay)
    this.#fillProcedures(stay)
    this.#addDiagnosisConditions()
  }

  /** Does a secondary lend its severity to a row with this suppression list? */
  lends(secondary: number, suppression: number): boolean {
    return (
      this.notCounted[secondary] === COUNTS &&
      !suppresses(this.#tables, suppression, this.secondaries[secondary] as number)
    )
  }

  #makeRoom({ diagnoses, procedures }: Stay): void {
    if (diagnoses.length > this.secondaries.length) {
      this.secondaries = new Uint16Array(diagnoses.length)
      this.notCounted = new Uint8Array(diagnoses.length)
      this.poa = new Uint8Array(diagnoses.length)
    }
    if (procedures.length > this.procedures.length) {
      this.procedures = new Uint16Array(procedures.length)
      this.suppressedIn = new Uint32Array(procedures.length)
    }
  }

  #addConditions(numbers: readonly number[]): void {
    for (let i = 0; i < numbers.length; i++) this.#addCondition(numbers[i] as number)
  }

  #addCondition(number: number): void {
    this.conditions[this.conditionCount++] = number
  }

  #fillPrincipal({ diagnoses, sex }: Stay): void {
    const code = diagnoses[0]
    this.hasPrincipal = code !== undefined
    this.principal = code === undefined || code < 0 ? 0 : (this.#version.diagnosisProfile[code] as number)
    this.mdc = this.#tables.diagnosis.mdc[this.principal] as number
    const bySex = this.principal === 0 ? undefined : this.#version.mdcBySex.get(code as number)
    if (bySex === undefined) return
    if (sex === 'M' || sex === 'F') this.mdc = bySex[sex]
    else this.#addCondition(INVALID_SEX)
  }

  #fillSecondaries({ diagnoses, poa, dischargeStatus }: Stay): void {
    const { severity, flags, hacs } = this.#tables.diagnosis
    const { diagnosisProfile, exclusionGroup } = this.#version
    const died = dischargeStatus === DIED
    const first = diagnoses[0] ?? -1
    const group = first < 0 ? 0 : (exclusionGroup[first] as number)
    this.secondaryCount = Math.max(0, diagnoses.length - 1)
    for (let i = 1; i < diagnoses.length; i++) {
      const code = diagnoses[i] as number
      const profile = code < 0 ? 0 : (diagnosisProfile[code] as number)
      this.secondaries[i - 1] = profile
      this.poa[i - 1] = poa[i] as number
      this.notCounted[i - 1] = COUNTS
      if (severity[profile] === NCC && hacs[profile] === 0) continue
      if (excludes(this.#tables, group, code)) this.notCounted[i - 1] = EXCLUDED
      else if (died && ((flags[profile] as number) & ALIVE_ONLY) !== 0) this.notCounted[i - 1] = ALIVE_ONLY_ON_DEATH
    }
  }

  #fillProcedures({ procedures }: Stay): void {
    const { procedureProfile, clusterList } = this.#version
    const { tally: tallyOf } = this.#tables.procedure
    let clustered = 0
    let counted = 0
    this.procedureCount = procedures.length
    for (let i = 0; i < procedures.length; i++) {
      const code = procedures[i] as number
      const profile = code < 0 ? 0 : (procedureProfile[code] as number)
      this.procedures[i] = profile
      this.suppressedIn[i] = 0
      counted |= tallyOf[profile] as number
      if (code >= 0 && clusterList[code] !== 0) clustered++
    }
    if (clustered > 1) this.#completeClusters(procedures)
    if (counted !== 0 || this.clusters.length > 0)
      this.#addConditions(countedConditions(this.#totalTally(procedures.length)))
  }

  #completeClusters(procedures: readonly number[]): void {
    const { cluster } = this.#tables
    for (const number of this.#clustersWithinReach(procedures)) {
      const components = this.#componentsOf(number, procedures)
      if (components === undefined) continue
      this.clusters.push(number)
      this.components.push(components)
      for (let i = 0; i < procedures.length; i++) {
        if (components.includes(procedures[i] as number))
          this.suppressedIn[i]! |= cluster.suppressedIn[number] as number
      }
    }
    if (this.clusters.length > 0) this.#appendClusters(cluster.profile)
  }

  #appendClusters(profileOf: Uint16Array): void {
    const total = this.procedureCount + this.clusters.length
    if (total > this.procedures.length) {
      this.procedures = grown(this.procedures, new Uint16Array(total))
      this.suppressedIn = grown(this.suppressedIn, new Uint32Array(total))
    }
    for (const number of this.clusters) {
      this.procedures[this.procedureCount] = profileOf[number] as number
      this.suppressedIn[this.procedureCount++] = 0
    }
  }

  /**
   * Clusters that share at least as many of the claim's procedures as they have choices; few of those that share one
   * do.
   */
  #clustersWithinReach(procedures: readonly number[]): number[] {
    const { listEnds, listMembers, choices } = this.#tables.cluster
    const met: number[] = []
    for (let i = 0; i < procedures.length; i++) {
      const code = procedures[i] as number
      if (code < 0 || procedures.indexOf(code) < i) continue
      const list = this.#version.clusterList[code] as number
      for (let j = listEnds[list] as number; j < (listEnds[list + 1] as number); j++) {
        const number = listMembers[j] as number
        if (this.#shared[number]!++ === 0) met.push(number)
      }
    }
    const within = met.filter((number) => (this.#shared[number] as number) >= (choices[number] as number))
    for (const number of met) this.#shared[number] = 0
    return within
  }

  /**
   * The claim's procedures that complete the cluster, or undefined when a choice is missing. As in the CMS grouper, the
   * claim is read in order and no further than needed: a later alternative of the same choice is not a component.
   */
  #componentsOf(number: number, procedures: readonly number[]): number[] | undefined {
    const { ends, codes, choiceOf, choices } = this.#tables.cluster
    const components: number[] = []
    let made = 0
    for (const code of procedures) {
      const at = lastIndex(codes, ends[number] as number, ends[number + 1] as number, code)
      if (at < 0) continue
      made |= 1 << (choiceOf[at] as number)
      components.push(code)
      if (made === 2 ** (choices[number] as number) - 1) return components
    }
    return undefined
  }

  /** A cluster has sides and vessels of its own, but its stents and fusions are already its components'. */
  #totalTally(ownProcedures: number): Tally {
    const { tally: tallyOf } = this.#tables.procedure
    const total: Tally = {
      sides: 0,
      vessels: 0,
      drugStents: 0,
      plainStents: 0,
      sglantfuse: 0,
      sglpostfuse: 0,
      sglpostfuse1: 0,
      sglantsectXfuse: 0,
    }
    for (let i = 0; i < this.procedureCount; i++) {
      const tally = this.#tables.meta.tallies[tallyOf[this.procedures[i] as number] as number] as Tally
      total.sides |= tally.sides
      total.vessels += tally.vessels
      if (i >= ownProcedures) continue
      total.drugStents += tally.drugStents
      total.plainStents += tally.plainStents
      total.sglantfuse += tally.sglantfuse
      total.sglpostfuse += tally.sglpostfuse
      total.sglpostfuse1 += tally.sglpostfuse1
      total.sglantsectXfuse += tally.sglantsectXfuse
    }
    return total
  }

  #addDiagnosisConditions(): void {
    const { traumaSites, flags } = this.#tables.diagnosis
    let sites = traumaSites[this.principal] as number
    let incident = ((flags[this.principal] as number) & INCIDENT) !== 0
    for (let i = 0; i < this.secondaryCount; i++) {
      const profile = this.secondaries[i] as number
      sites |= traumaSites[profile] as number
      if (profile !== 0 && ((flags[profile] as number) & INCIDENT) === 0) incident = false
    }
    if (severalBits(sites)) this.#addCondition(MULTST)
    if (incident) this.#addCondition(ONLY_INCIDENT)
    if (this.hasPrincipal && this.principal === 0) this.#addCondition(INVALID_PDX)
    if (((flags[this.principal] as number) & EXTERNAL_CAUSE) !== 0) this.#addCondition(PDX_ECODE)
    if (this.mdc === SUBSTANCE_USE_MDC) this.#addCondition(MDC_20_FALL_THRU)
  }
}

/** Last place of `code` in the slice [start, end) of `codes`, or -1. */
function lastIndex(codes: Uint32Array, start: number, end: number, code: number): number {
  for (let i = end - 1; i >= start; i--) if (codes[i] === code) return i
  return -1
}

function grown<T extends Uint16Array | Uint32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
