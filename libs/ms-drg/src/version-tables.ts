import { normalizeCode } from '@claims-audit/contracts'
import { codeKey, findKey, type Columns } from '@claims-audit/code-sets'
import type { Cluster, GrouperMeta, ProcedureList, ReturnCode, Scheme } from './tables.js'

/** A ranked formula, ready to be evaluated. */
export interface RankedFormula {
  steps: Int16Array
  text: string
  drg: number
  reroute: number
  suppression: number
  rank: number
  returnCode: ReturnCode | 0
}

/** One version's view of the compiled tables. Codes are looked up once, to an index; everything else is by index. */
export interface VersionTables {
  version: string
  /** Index of a diagnosis code, or -1 when no version knows it. */
  diagnosis(code: string): number
  procedure(code: string): number
  /** Undefined when the code is not valid in this version. */
  scheme(diagnosis: number): Scheme | undefined
  procedureList(procedure: number): ProcedureList | undefined
  clustersOf(procedure: number): readonly number[]
  cluster(number: number): Cluster
  clusterList(cluster: Cluster): ProcedureList
  /** Is the secondary's CC or MCC cancelled by the principal? */
  excludes(principal: number, secondary: number): boolean
  rows(mdc: number): readonly RankedFormula[]
  hacFormulas(hac: number): readonly Int16Array[]
  /** The MDC of a principal that goes by sex: 'M', 'F', or neither, which is a sex conflict. */
  mdcBySex(principal: number): { M: number; F: number } | undefined
  /** Does the suppression list take this diagnosis's severity away? */
  suppresses(suppression: number, scheme: Scheme): boolean
}

/** Picks one version's rows out of the tables. */
export function openVersion(columns: Columns, meta: GrouperMeta, version: string): VersionTables {
  const diagnosisKeys = columns.f64('dx.keys')
  const procedureKeys = columns.f64('pr.keys')
  const schemeOf = columns.u16(`dx.scheme.${version}`)
  const exclusionOf = columns.u16(`dx.exclusion.${version}`)
  const listOf = columns.u16(`pr.list.${version}`)
  const clustersOf = columns.u16(`pr.clusters.${version}`)
  const memberEnds = columns.u32('exclusion.ends')
  const members = columns.u32('exclusion.members')
  const steps = meta.formulas.map((formula) => Int16Array.from(formula.steps))
  const suppressions = meta.suppressions.map((attributes) => new Set(attributes))
  const bySex = new Map(meta.mdcBySex[version]?.map(([diagnosis, M, F]) => [diagnosis, { M, F }]))
  const hacs = Map.groupBy(meta.hacs[version] ?? [], ([hac]) => hac)
  const hacSteps = new Map([...hacs].map(([hac, list]) => [hac, list.map(([, formula]) => steps[formula] as Int16Array)]))
  const rows = Object.entries(meta.rows[version] ?? {}).map(([mdc, list]) => {
    const ranked = list.map(([formula, drg, reroute, suppression, rank, returnCode]): RankedFormula => {
      const text = meta.formulas[formula]?.text as string
      return { steps: steps[formula] as Int16Array, text, drg, reroute, suppression, rank, returnCode }
    })
    return [Number(mdc), ranked] as const
  })
  const rowsOf = new Map(rows)

  return {
    version,
    diagnosis: (code) => findKey(diagnosisKeys, codeKey(normalizeCode(code))),
    procedure: (code) => findKey(procedureKeys, codeKey(normalizeCode(code))),
    scheme: (diagnosis) => meta.schemes[(schemeOf[diagnosis] ?? 0) - 1],
    procedureList: (procedure) => meta.procedureLists[(listOf[procedure] ?? 0) - 1],
    clustersOf: (procedure) => meta.clusterLists[(clustersOf[procedure] ?? 0) - 1] ?? [],
    cluster: (number) => meta.clusters[number] as Cluster,
    clusterList: (cluster) => meta.procedureLists[cluster.list] as ProcedureList,
    excludes: (principal, secondary) => {
      const group = (exclusionOf[principal] ?? 0) - 1
      return group >= 0 && contains(members, memberEnds[group] as number, memberEnds[group + 1] as number, secondary)
    },
    rows: (mdc) => rowsOf.get(mdc) ?? [],
    hacFormulas: (hac) => hacSteps.get(hac) ?? [],
    mdcBySex: (principal) => bySex.get(principal),
    suppresses: (suppression, scheme) => scheme.attributes.some((attribute) => suppressions[suppression]?.has(attribute)),
  }
}

/** Binary search in the ascending slice [start, end). */
function contains(sorted: Uint32Array, start: number, end: number, value: number): boolean {
  let low = start
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low < end && sorted[low] === value
}
