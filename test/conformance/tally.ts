import type { Comparison } from './compare.ts'
import { MOST_PROCEDURES, MOST_SECONDARIES } from './generate-claims.ts'
import type { ConformanceClaim } from './generate-claims.ts'
import type { VersionCodes } from './version-codes.ts'

/** What a version's claims came to. */
interface Line {
  claims: number
  agree: number
  explained: number
  differ: number
  finalDrgs: Set<string>
  mdcs: Set<string>
  /** Claims that a hospital-acquired condition brought from one DRG to another. */
  acquired: number
  clusters: number
  fusions: number
}

export interface Tally {
  lines: Map<string, Line>
  returnCodes: Map<string, number>
  /** By what was compared beside the outcome. */
  further: Map<string, { compared: number; agree: number }>
  /** How many claims have how many of them. */
  secondaries: number[]
  procedures: number[]
}

export function newTally(): Tally {
  return {
    lines: new Map(),
    returnCodes: new Map(),
    further: new Map(),
    secondaries: Array(MOST_SECONDARIES + 1).fill(0),
    procedures: Array(MOST_PROCEDURES + 1).fill(0),
  }
}

/** Adds a claim to the tally; DRGs, MDCs and return codes are the reference grouper's. */
export function count(tally: Tally, { claim, theirs, verdict, further }: Comparison, codes: VersionCodes): void {
  const line = tally.lines.get(claim.version) ?? {
    claims: 0,
    agree: 0,
    explained: 0,
    differ: 0,
    finalDrgs: new Set(),
    mdcs: new Set(),
    acquired: 0,
    clusters: 0,
    fusions: 0,
  }
  tally.lines.set(claim.version, line)
  line.claims += 1
  line[verdict] += 1
  if (hasCluster(claim, codes)) line.clusters += 1
  if (claim.procedures.some((code) => codes.fusions.has(code))) line.fusions += 1
  const secondaries = Math.max(0, claim.diagnoses.length - 1)
  tally.secondaries[secondaries] = (tally.secondaries[secondaries] as number) + 1
  tally.procedures[claim.procedures.length] = (tally.procedures[claim.procedures.length] as number) + 1
  countFurther(tally, further)
  if ('error' in theirs) return
  line.finalDrgs.add(theirs.finalDrg)
  line.mdcs.add(theirs.mdc)
  if (theirs.initialDrg !== theirs.finalDrg && theirs.returnCode === 'OK') line.acquired += 1
  tally.returnCodes.set(theirs.returnCode, (tally.returnCodes.get(theirs.returnCode) ?? 0) + 1)
}

function countFurther(tally: Tally, further: Comparison['further']): void {
  for (const [what, agrees] of Object.entries(further)) {
    const counted = tally.further.get(what) ?? { compared: 0, agree: 0 }
    tally.further.set(what, { compared: counted.compared + 1, agree: counted.agree + Number(agrees) })
  }
}

/** Whether the claim has a procedure of each choice of some cluster. */
function hasCluster({ procedures }: ConformanceClaim, { clusters, clustersOfProcedure }: VersionCodes): boolean {
  const candidates = new Set(procedures.flatMap((code) => clustersOfProcedure.get(code) ?? []))
  return [...candidates].some((name) =>
    clusters.get(name)?.every((choice) => choice.some((code) => procedures.includes(code))),
  )
}

/** The tally as text: a table by version, then the return codes and the spread of the counts. */
export function tallyText(tally: Tally): string {
  const lines = [...tally.lines].sort(([a], [b]) => (a < b ? -1 : 1))
  const table = [
    HEADER,
    ...lines.map(([version, line]) => cells(version, line)),
    cells('all', totalOf(lines.map(([, line]) => line))),
  ]
  const returnCodes = [...tally.returnCodes]
    .sort(([, a], [, b]) => b - a)
    .map(([code, claims]) => `${code} ${thousands(claims)}`)
  const further = [...tally.further]
    .sort()
    .map(([what, { compared, agree }]) => `${what} ${thousands(agree)} of ${thousands(compared)}`)
  return [
    aligned(table),
    '',
    `agree too: ${further.join(', ')}`,
    `return codes: ${returnCodes.join(', ')}`,
    `secondaries: ${spread(tally.secondaries)}`,
    `procedures: ${spread(tally.procedures)}`,
  ].join('\n')
}

const HEADER = [
  'version',
  'claims',
  'agree',
  'explained',
  'differ',
  'final DRGs',
  'MDCs',
  'HAC changed',
  'with clusters',
  'with fusions',
]

function cells(version: string, line: Line): string[] {
  const numbers = [
    line.claims,
    line.agree,
    line.explained,
    line.differ,
    line.finalDrgs.size,
    line.mdcs.size,
    line.acquired,
    line.clusters,
    line.fusions,
  ]
  return [version, ...numbers.map(thousands)]
}

function totalOf(lines: Line[]): Line {
  const sum = (of: (line: Line) => number): number => lines.reduce((total, line) => total + of(line), 0)
  return {
    claims: sum((line) => line.claims),
    agree: sum((line) => line.agree),
    explained: sum((line) => line.explained),
    differ: sum((line) => line.differ),
    finalDrgs: new Set(lines.flatMap((line) => [...line.finalDrgs])),
    mdcs: new Set(lines.flatMap((line) => [...line.mdcs])),
    acquired: sum((line) => line.acquired),
    clusters: sum((line) => line.clusters),
    fusions: sum((line) => line.fusions),
  }
}

function aligned(rows: string[][]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] as string).length))) ?? []
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] as number)).join('  ')).join('\n')
}

/** `mean 8.1, most 24; 0: 8 %, 1-4: 35 %, …` of a histogram. */
function spread(histogram: number[]): string {
  const claims = histogram.reduce((sum, number) => sum + number, 0)
  const mean = histogram.reduce((sum, number, at) => sum + number * at, 0) / claims
  const share = (from: number, to: number): string =>
    `${((100 * histogram.slice(from, to + 1).reduce((sum, number) => sum + number, 0)) / claims).toFixed(1)} %`
  const bands = [
    [1, 4],
    [5, 9],
    [10, 14],
    [15, 19],
    [20, histogram.length - 1],
  ] as const
  return `mean ${mean.toFixed(1)}, most ${histogram.findLastIndex((number) => number > 0)}; 0: ${share(0, 0)}, ${bands.map(([from, to]) => `${from}-${to}: ${share(from, to)}`).join(', ')}`
}

function thousands(number: number): string {
  return number.toLocaleString('en-US')
}
