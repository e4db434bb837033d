import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { QueryRunner } from 'typeorm'
import type { TableRows } from '../tables/table.js'
import type { Element } from './binary-array.js'

/** Rows per chunk of the stream. */
const CHUNK = 200

/** Loads rows into a run's partition of their table by COPY, within the runner's transaction. */
export async function copyRows(runner: QueryRunner, rows: TableRows, run: number): Promise<void> {
  if (rows.count === 0) return
  const client = (await runner.connect()) as ClientBase
  const names = Object.keys(rows.types)
  await pipeline(
    Readable.from(chunks(names.map(rows.valuesOf), rows.count)),
    client.query(copyFrom(`copy ${partitionOf(rows.table, run)} (${names.join(', ')}) from stdin`)),
  )
}

/** The table of a run that is a partition of that name's. */
export const partitionOf = (table: string, run: number): string => `${table}_${run}`

function* chunks(columns: Element[][], count: number): Generator<string> {
  for (let from = 0; from < count; from += CHUNK) {
    let lines = ''
    for (let row = from; row < Math.min(count, from + CHUNK); row += 1)
      lines += copyLine(columns.map((column) => column[row] ?? null))
    yield lines
  }
}

/** A row in COPY's text format (PostgreSQL manual, COPY, "Text Format"). */
export const copyLine = (row: Element[]): string => `${row.map(copyField).join('\t')}\n`

const copyField = (value: Element): string =>
  value === null ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (found) => ESCAPES[found] ?? found)

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
