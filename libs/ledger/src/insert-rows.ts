import type { QueryRunner } from 'typeorm'

/** Column name → Postgres type. */
export type Columns = Record<string, string>

/** What a row may hold, in the order of the columns; arrays and objects go in as their Postgres or JSON text. */
export type Value = string | number | null

/**
 * Inserts rows by one statement over `unnest`, one array per column: the plan does not grow with the batch, and 65,535 parameters are no limit.
 * What is there already stays as it is.
 */
export async function insertRows(runner: QueryRunner, table: string, columns: Columns, rows: Value[][]): Promise<void> {
  if (rows.length === 0) return
  const names = Object.keys(columns)
  const quoted = names.map((name) => `"${name}"`)
  const casts = names.map((name) => `"${name}"::${columns[name]}`)
  const arrays = names.map((_, at) => rows.map((row) => row[at] ?? null))
  await runner.query(
    `insert into ${table} (${quoted.join(', ')}) select ${casts.join(', ')} from unnest(${names.map((_, at) => `$${at + 1}::text[]`).join(', ')}) as t(${quoted.join(', ')}) on conflict do nothing`,
    arrays,
  )
}

/** A text array as Postgres writes it. */
export const textArray = (items: string[]): string => `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`

export const bytes = (buffer: Uint8Array | null): string | null => (buffer === null ? null : `\\x${Buffer.from(buffer).toString('hex')}`)
