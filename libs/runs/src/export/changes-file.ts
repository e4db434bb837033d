import type { FindingChange } from '@claims-audit/ledger'
import { csvLine } from '@claims-audit/contracts'
import { parquetOf } from './parquet-of.js'
import type { ParquetType } from './parquet-of.js'

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

/** What differs between two runs as a CSV file, a row for each finding, as they come. */
export async function* changesAsCsv(changes: AsyncIterable<FindingChange>): AsyncGenerator<string> {
  yield `${csvLine(NAMES)}\n`
  for await (const change of changes) yield `${csvLine(NAMES.map((name) => change[name]))}\n`
}

/** Likewise as a Parquet file. */
export const changesAsParquet = (changes: AsyncIterable<FindingChange>): AsyncGenerator<Uint8Array> =>
  parquetOf(COLUMNS, changes)
