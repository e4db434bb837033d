import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { diffRuns, findingChanges } from '@claims-audit/ledger'
import type { FindingChange, NamedChangeSum, RunDiff } from '@claims-audit/ledger'
import { csvLine } from '@claims-audit/contracts'
import { changesAsCsv, changesAsParquet } from '@claims-audit/runs'
import Table from 'cli-table3'
import { withLedger } from '../connections.js'
import { print, write } from '../output.js'

interface Options {
  by: 'rule' | 'facility' | 'drg'
  claims?: boolean
  parquet?: string
  format: Format
}

type Format = 'table' | 'json' | 'csv'

/** `runs diff A B`: what changed from one run to another; run 0 is what was live. */
export async function diff(a: string, b: string, { by, claims = false, parquet, format }: Options): Promise<number> {
  return withLedger('runs', async (ledger) => {
    const [from, to] = [Number(a), Number(b)]
    if (parquet !== undefined)
      await print(
        JSON.stringify({ file: parquet, rows: await writeParquet(parquet, findingChanges(ledger, from, to)) }),
      )
    else if (claims) await listed[format](findingChanges(ledger, from, to))
    else await shown[format](await diffRuns(ledger, from, to), by)
    return 0
  })
}

const SUMS = ['gained', 'lost', 'changed', 'reworded', 'weight', 'amount', 'unweighed'] as const
const sumsOf = (diff: RunDiff, by: Options['by']): NamedChangeSum[] =>
  by === 'rule' ? diff.rules : by === 'facility' ? diff.facilities : diff.drgs
const rowOf = (sum: NamedChangeSum): (string | number)[] => [sum.name ?? 'none', ...SUMS.map((name) => sum[name])]

const shown: Record<Format, (diff: RunDiff, by: Options['by']) => Promise<void>> = {
  json: (diff) => print(JSON.stringify(diff, undefined, 2)),
  csv: async (diff, by) => {
    await print(csvLine([by, ...SUMS]))
    for (const sum of sumsOf(diff, by)) await print(csvLine(rowOf(sum)))
  },
  table: async (diff, by) => {
    const { both, onlyA, onlyB, otherContent, regrouped } = diff.claims
    const left = [
      onlyA > 0 && `${onlyA} only in ${named(diff.a)}`,
      onlyB > 0 && `${onlyB} only in ${named(diff.b)}`,
      otherContent > 0 && `${otherContent} with other content`,
    ].filter(Boolean)
    await print(
      `${both} claim versions in both${left.length > 0 ? ` (left out: ${left.join(', ')})` : ''}; ${regrouped} grouped to another DRG`,
    )
    await print(tableOf([by, ...SUMS], [...sumsOf(diff, by).map(rowOf), rowOf({ name: 'all', ...diff.findings })]))
    if (diff.regrouped.length > 0)
      await print(
        tableOf(
          ['from DRG', 'to DRG', 'claims', 'weight'],
          diff.regrouped.map(({ from, to, claims, weight }) => [from ?? 'none', to ?? 'none', claims, weight ?? '']),
        ),
      )
  },
}

const named = (run: number): string => (run === 0 ? 'the live pipeline' : `run ${run}`)

function tableOf(head: string[], rows: (string | number)[][]): string {
  const table = new Table({ head, style: { head: [], border: [] } })
  table.push(...rows)
  return table.toString()
}

/** What fits a terminal. */
const SHOWN = [
  'change',
  'claimId',
  'version',
  'ruleId',
  'drgA',
  'drgB',
  'weight',
  'amount',
] as const satisfies (keyof FindingChange)[]

const listed: Record<Format, (changes: AsyncIterable<FindingChange>) => Promise<void>> = {
  json: async (changes) => {
    for await (const change of changes) await print(JSON.stringify(change))
  },
  csv: async (changes) => {
    for await (const line of changesAsCsv(changes)) await write(line)
  },
  table: async (changes) => {
    const rows: (string | number)[][] = []
    for await (const change of changes) rows.push(SHOWN.map((name) => change[name] ?? ''))
    await print(tableOf([...SHOWN], rows))
  },
}

/** Gives how many rows there were. */
async function writeParquet(file: string, changes: AsyncIterable<FindingChange>): Promise<number> {
  let rows = 0
  const counted = async function* (): AsyncGenerator<FindingChange> {
    for await (const change of changes) {
      rows += 1
      yield change
    }
  }
  await pipeline(changesAsParquet(counted()), createWriteStream(file))
  return rows
}
