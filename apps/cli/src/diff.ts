import { diffRuns, findingChanges } from '@claims-audit/ledger'
import type { FindingChange, NamedChangeSum, RunDiff } from '@claims-audit/ledger'
import Table from 'cli-table3'
import { withLedger } from './connections.js'
import { csvField } from './csv.js'
import { print } from './output.js'
import { writeParquet } from './write-parquet.js'
import type { ParquetType } from './write-parquet.js'

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
    if (parquet !== undefined) await print(JSON.stringify({ file: parquet, rows: await writeParquet(parquet, COLUMNS, findingChanges(ledger, from, to)) }))
    else if (claims) await listChanges(findingChanges(ledger, from, to), format)
    else await shown[format](await diffRuns(ledger, from, to), by)
    return 0
  })
}

const SUMS = ['gained', 'lost', 'changed', 'reworded', 'weight', 'amount', 'unweighed'] as const
const sumsOf = (diff: RunDiff, by: Options['by']): NamedChangeSum[] => (by === 'rule' ? diff.rules : by === 'facility' ? diff.facilities : diff.drgs)
const rowOf = (sum: NamedChangeSum): (string | number)[] => [sum.name ?? 'none', ...SUMS.map((name) => sum[name])]

const shown: Record<Format, (diff: RunDiff, by: Options['by']) => Promise<void>> = {
  json: (diff) => print(JSON.stringify(diff, undefined, 2)),
  csv: async (diff, by) => {
    await print([by, ...SUMS].join(','))
    for (const sum of sumsOf(diff, by)) await print(rowOf(sum).map(csvField).join(','))
  },
  table: async (diff, by) => {
    const { both, onlyA, onlyB, otherContent, regrouped } = diff.claims
    const left = [onlyA > 0 && `${onlyA} only in ${named(diff.a)}`, onlyB > 0 && `${onlyB} only in ${named(diff.b)}`, otherContent > 0 && `${otherContent} with other content`].filter(Boolean)
    await print(`${both} claim versions in both${left.length > 0 ? ` (left out: ${left.join(', ')})` : ''}; ${regrouped} grouped to another DRG`)
    await print(tableOf([by, ...SUMS], [...sumsOf(diff, by).map(rowOf), rowOf({ name: 'all', ...diff.findings })]))
    if (diff.regrouped.length > 0) await print(tableOf(['from DRG', 'to DRG', 'claims', 'weight'], diff.regrouped.map(({ from, to, claims, weight }) => [from ?? 'none', to ?? 'none', claims, weight ?? ''])))
  },
}

const named = (run: number): string => (run === 0 ? 'the live pipeline' : `run ${run}`)

function tableOf(head: string[], rows: (string | number)[][]): string {
  const table = new Table({ head, style: { head: [], border: [] } })
  table.push(...rows)
  return table.toString()
}

const COLUMNS = {
  change: 'STRING',
  tenant: 'STRING',
  claimId: 'STRING',
  version: 'INT32',
  revision: 'INT32',
  facilityId: 'STRING',
  dischargeDate: 'STRING',
  ruleId: 'STRING',
  findingId: 'STRING',
  drgA: 'STRING',
  drgB: 'STRING',
  weight: 'DOUBLE',
  amount: 'DOUBLE',
  message: 'STRING',
} as const satisfies Record<keyof FindingChange, ParquetType>
const NAMES = Object.keys(COLUMNS) as (keyof FindingChange)[]
/** What fits a terminal. */
const SHOWN = ['change', 'claimId', 'version', 'ruleId', 'drgA', 'drgB', 'weight', 'amount'] as const satisfies (keyof FindingChange)[]

async function listChanges(changes: AsyncIterable<FindingChange>, format: Format): Promise<void> {
  const rows: (string | number)[][] = []
  if (format === 'csv') await print(NAMES.join(','))
  for await (const change of changes) {
    if (format === 'json') await print(JSON.stringify(change))
    else if (format === 'csv') await print(NAMES.map((name) => csvField(change[name])).join(','))
    else rows.push(SHOWN.map((name) => change[name] ?? ''))
  }
  if (format === 'table') await print(tableOf([...SHOWN], rows))
}
