import type { CodeChanges, Extension } from './definitions-manual/extend/extend-grouper-rows.js'
import type { Scores } from './definitions-manual/extend/score-extension.js'

/** An extension in lines: what changed, then everything that needs a person. */
export function describeExtension({ diagnoses, procedures, clusters, exclusions, formulas }: Extension): string[] {
  return [
    ...(
      [
        ['diagnoses', diagnoses],
        ['procedures', procedures],
        ['clusters', clusters],
      ] as const
    ).map(([name, changes]) => describeChanges(name, changes)),
    `exclusions: ${exclusions.principals} principals new or with other exclusions, ${exclusions.groups} groups new`,
    ...section('formulas, by hand where it matters to them', formulas),
    ...section('diagnoses that need attributes by hand', byHand(diagnoses)),
    ...section('procedures that need attributes by hand', byHand(procedures)),
    ...section('clusters that need attributes by hand', byHand(clusters)),
  ]
}

function describeChanges(name: string, { kept, changed, added, deleted, byHand: left }: CodeChanges): string {
  return `${name}: ${kept} as before, ${changed.length} changed, ${added.length} new, ${deleted.length} gone, ${left.size} by hand`
}

function byHand({ byHand: left }: CodeChanges): string[] {
  return [...left].map(([code, reason]) => `${code}: ${reason}`)
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title} (${lines.length}):`, ...lines.map((line) => `  ${line}`)]
}

export function describeScores(scores: Scores): string[] {
  return Object.entries(scores).map(([name, { right, byHand: left, wrong }]) =>
    [`${name}: ${right} right, ${left} by hand, ${wrong.length} wrong`, ...wrong.slice(0, 10)].join(' '),
  )
}

/**
 * Where tables that were read and those that are kept differ, row by row; a row that is there twice must be there
 * twice.
 */
export function describeDifferences<Table extends string>(
  columns: Record<Table, readonly string[]>,
  read: Record<Table, object[]>,
  kept: Partial<Record<Table, object[]>>,
): string[] {
  return (Object.keys(columns) as Table[]).flatMap((table) => {
    const other = kept[table]
    if (!other) return [`${table}: ${read[table].length} rows, none kept`]
    const text = (row: object): string =>
      JSON.stringify(columns[table].map((column) => (row as Record<string, string>)[column]))
    const [mine, theirs] = [counted(read[table].map(text)), counted(other.map(text))]
    const [more, fewer] = [beyond(mine, theirs), beyond(theirs, mine)]
    const examples = [...more.slice(0, 3).map((row) => `  + ${row}`), ...fewer.slice(0, 3).map((row) => `  - ${row}`)]
    return [
      `${table}: ${read[table].length} rows, ${more.length} of them not kept, ${fewer.length} kept that are not printed`,
      ...examples,
    ]
  })
}

function counted(rows: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1)
  return counts
}

function beyond(rows: Map<string, number>, others: Map<string, number>): string[] {
  return [...rows].flatMap(([row, count]) =>
    Array.from({ length: Math.max(0, count - (others.get(row) ?? 0)) }, () => row),
  )
}
