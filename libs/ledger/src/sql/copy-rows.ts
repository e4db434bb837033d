import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { QueryRunner } from 'typeorm'

/** What a row may hold, in the order of the columns; arrays and objects go in as their Postgres or JSON text. */
export type CopyValue = string | number | null

/** Rows per chunk of the stream. */
const CHUNK = 200

/** Loads rows by COPY, within the runner's transaction. */
export async function copyRows(
  runner: QueryRunner,
  table: string,
  columns: readonly string[],
  rows: CopyValue[][],
): Promise<void> {
  if (rows.length === 0) return
  const client = (await runner.connect()) as ClientBase
  await pipeline(
    Readable.from(chunks(rows)),
    client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`)),
  )
}

function* chunks(rows: CopyValue[][]): Generator<string> {
  for (let from = 0; from < rows.length; from += CHUNK)
    yield rows
      .slice(from, from + CHUNK)
      .map(copyLine)
      .join('')
}

/** A row in COPY's text format (PostgreSQL manual, COPY, "Text Format"). */
export const copyLine = (row: CopyValue[]): string => `${row.map(copyField).join('\t')}\n`

const copyField = (value: CopyValue): string =>
  value === null ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (found) => ESCAPES[found] ?? found)

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
