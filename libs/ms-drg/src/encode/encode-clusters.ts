import { Interned, endsOf, textColumn, type CodeDictionary, type Column } from '@claims-audit/code-sets'
import { inForce, split, type GrouperRows } from './grouper-rows.js'

/** Procedures which together count as another: one code of each choice. */
interface Cluster {
  name: string
  profile: number
  suppressedIn: number
  choices: number
  codes: [procedure: number, choice: number][]
}

/** The clusters of all versions, and for each version's procedures the list of those they are part of. */
export function encodeClusters(
  rows: GrouperRows,
  versions: string[],
  codes: CodeDictionary,
  profileOf: (attributes: string) => number,
): Record<string, Column> {
  const clusters = new Interned<Cluster>()
  const lists = new Interned<number[]>([[]])
  const columns: Record<string, Column> = {}
  for (const version of versions) {
    const attributes = new Map(inForce(rows.procedures, version).map((row) => [row.code, row.attributes]))
    const byCode = new Map<number, number[]>()
    for (const [name, members] of Map.groupBy(inForce(rows.clusters, version), (row) => row.cluster)) {
      const cluster = clusterOf(name, members, profileOf(attributes.get(name) ?? ''), codes)
      const number = clusters.numberOf(cluster)
      for (const procedure of new Set(cluster.codes.map(([code]) => code)))
        byCode.set(procedure, [...(byCode.get(procedure) ?? []), number])
    }
    const listOf = new Uint16Array(codes.procedureKeys.length)
    for (const [procedure, numbers] of byCode) listOf[procedure] = lists.numberOf(numbers)
    columns[`pr.clusterList.${version}`] = listOf
  }
  const of = clusters.values
  return {
    ...columns,
    ...textColumn(
      'cluster.name',
      of.map((cluster) => cluster.name),
    ),
    'cluster.profile': Uint16Array.from(of, (cluster) => cluster.profile),
    'cluster.suppressedIn': Uint32Array.from(of, (cluster) => cluster.suppressedIn),
    'cluster.choices': Uint8Array.from(of, (cluster) => cluster.choices),
    'cluster.ends': endsOf(of.map((cluster) => cluster.codes)),
    'cluster.codes': Uint32Array.from(of.flatMap((cluster) => cluster.codes.map(([code]) => code))),
    'cluster.choiceOf': Uint8Array.from(of.flatMap((cluster) => cluster.codes.map(([, choice]) => choice))),
    'cluster.listEnds': endsOf(lists.values),
    'cluster.listMembers': Uint16Array.from(lists.values.flat()),
  }
}

function clusterOf(name: string, members: GrouperRows['clusters'], profile: number, codes: CodeDictionary): Cluster {
  const choices = [...new Set(members.map((row) => row.choice))]
  const mdcs = split(members[0]?.suppression_mdcs ?? '').map(Number)
  return {
    name,
    profile,
    // 99 is the error MDC: nothing is grouped there.
    suppressedIn: mdcs.filter((mdc) => mdc < 32).reduce((bits, mdc) => bits | (1 << mdc), 0) >>> 0,
    choices: choices.length,
    codes: members.map((row) => [codes.procedure(row.code), choices.indexOf(row.choice)]),
  }
}
