import type { ProcedureList, Scheme, Tally } from './tables.js'
import type { VersionTables } from './version-tables.js'

/** What the grouper is told of a stay. The first diagnosis is the principal; codes come with or without the dot. */
export interface GroupInput {
  diagnoses: readonly { code: string; poa?: string | undefined }[]
  procedures: readonly string[]
  /** Completed years at admission. No formula of these versions asks for it. */
  ageInYears: number
  sex: 'F' | 'M' | 'U'
  /** UB-04 patient discharge status, `01` to `95`. */
  dischargeStatus: string
}

/** A secondary diagnosis that is valid in the version, and what has become of its severity. */
export interface Secondary {
  code: string
  scheme: Scheme
  poa: string
  excluded: boolean
  aliveOnlyOnDeath: boolean
  acquired: boolean
}

/** A procedure (or satisfied cluster) with the MDCs, as bits, in which it does not count. */
export interface CountedProcedure {
  list: ProcedureList
  suppressedIn: number
}

/** A claim in the tables' terms. */
export interface Claim {
  /** Absent when the claim has no diagnosis; its scheme is absent when the code is not valid. */
  principal: { code: string; scheme: Scheme | undefined; mdc: number; sexConflict: boolean } | undefined
  secondaries: Secondary[]
  procedures: CountedProcedure[]
  clusters: string[]
  tally: Tally
  dischargeStatus: number
}

const DIED = 20

/** Looks every code up, once, and settles what does not depend on the MDC: exclusions, clusters, counts. */
export function readClaim(input: GroupInput, tables: VersionTables): Claim {
  const dischargeStatus = Number(input.dischargeStatus)
  const [first, ...others] = input.diagnoses
  const principalIndex = first === undefined ? -1 : tables.diagnosis(first.code)
  const procedures = readProcedures(input.procedures, tables)
  return {
    principal: first && readPrincipal(first.code, principalIndex, input.sex, tables),
    secondaries: readSecondaries(others, principalIndex, dischargeStatus === DIED, tables),
    procedures: [...procedures.single, ...procedures.clusters.map((cluster) => cluster.counted)],
    clusters: procedures.clusters.map((cluster) => cluster.name),
    tally: totalTally(procedures),
    dischargeStatus,
  }
}

function readPrincipal(code: string, index: number, sex: GroupInput['sex'], tables: VersionTables): NonNullable<Claim['principal']> {
  const scheme = tables.scheme(index)
  const bySex = scheme && tables.mdcBySex(index)
  const sexed = sex === 'U' ? undefined : bySex?.[sex]
  return { code, scheme, mdc: sexed ?? scheme?.mdc ?? 0, sexConflict: bySex !== undefined && sexed === undefined }
}

function readSecondaries(diagnoses: GroupInput['diagnoses'], principal: number, died: boolean, tables: VersionTables): Secondary[] {
  const read: Secondary[] = []
  for (const { code, poa = '' } of diagnoses) {
    const index = tables.diagnosis(code)
    const scheme = tables.scheme(index)
    if (!scheme) continue
    const excluded = tables.excludes(principal, index)
    read.push({ code, scheme, poa, excluded, aliveOnlyOnDeath: died && scheme.aliveOnly, acquired: false })
  }
  return read
}

interface ReadProcedures {
  single: CountedProcedure[]
  clusters: { name: string; counted: CountedProcedure }[]
}

function readProcedures(codes: readonly string[], tables: VersionTables): ReadProcedures {
  const indexes = codes.map((code) => tables.procedure(code)).filter((index) => index >= 0)
  const suppressedIn = new Map<number, number>()
  const clusters: ReadProcedures['clusters'] = []
  for (const number of clustersWithinReach(indexes, tables)) {
    const cluster = tables.cluster(number)
    const components = componentsOf(cluster, indexes)
    if (!components) continue
    clusters.push({ name: cluster.name, counted: { list: tables.clusterList(cluster), suppressedIn: 0 } })
    for (const index of components) suppressedIn.set(index, (suppressedIn.get(index) ?? 0) | cluster.suppressedIn)
  }
  const single = indexes.flatMap((index) => {
    const list = tables.procedureList(index)
    return list ? [{ list, suppressedIn: suppressedIn.get(index) ?? 0 }] : []
  })
  return { single, clusters }
}

/** Clusters that share at least as many of the claim's procedures as they have choices; few of those that share one do. */
function clustersWithinReach(indexes: number[], tables: VersionTables): number[] {
  const shared = new Map<number, number>()
  for (const index of new Set(indexes)) {
    for (const number of tables.clustersOf(index)) shared.set(number, (shared.get(number) ?? 0) + 1)
  }
  return [...shared.keys()].filter((number) => (shared.get(number) as number) >= tables.cluster(number).choices)
}

/**
 * The claim's procedures that complete the cluster, or undefined when a choice is missing. As in the CMS grouper, the
 * claim is read in order and no further than needed: a later alternative of the same choice is not a component.
 */
function componentsOf(cluster: { choices: number; codes: [number, number][] }, indexes: number[]): Set<number> | undefined {
  const choiceOf = new Map(cluster.codes)
  const made = new Set<number>()
  const components = new Set<number>()
  for (const index of indexes) {
    const choice = choiceOf.get(index)
    if (choice === undefined) continue
    made.add(choice)
    components.add(index)
    if (made.size === cluster.choices) return components
  }
  return undefined
}

/** A cluster has sides and vessels of its own, but its stents and fusions are already its components'. */
function totalTally({ single, clusters }: ReadProcedures): Tally {
  const total = { sides: 0, vessels: 0, drugStents: 0, plainStents: 0, sglantfuse: 0, sglpostfuse: 0, sglpostfuse1: 0, sglantsectXfuse: 0 }
  for (const { list } of [...single, ...clusters.map((cluster) => cluster.counted)]) {
    total.sides |= list.tally.sides
    total.vessels += list.tally.vessels
  }
  for (const { list } of single) {
    total.drugStents += list.tally.drugStents
    total.plainStents += list.tally.plainStents
    total.sglantfuse += list.tally.sglantfuse
    total.sglpostfuse += list.tally.sglpostfuse
    total.sglpostfuse1 += list.tally.sglpostfuse1
    total.sglantsectXfuse += list.tally.sglantsectXfuse
  }
  return total
}
