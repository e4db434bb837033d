import type { QueryRunner } from 'typeorm'
import { binaryArray, isBinary } from './binary-array.js'
import type { Element } from './binary-array.js'
import { prepared } from './prepared.js'

/** Column name → Postgres type. */
export type Columns = Record<string, string>

/** What a row may hold, in the order of the columns; arrays and objects go in as their Postgres or JSON text. */
export type Value = Element

/**
 * Inserts rows by one statement over `unnest`, one array per column: the plan does not grow with the batch, and 65,535 parameters are no limit.
 * What is there already stays as it is.
 */
export async function insertRows(runner: QueryRunner, table: string, columns: Columns, rows: Value[][]): Promise<void> {
  if (rows.length === 0) return
  const names = Object.keys(columns).map((name) => `"${name}"`)
  const types = Object.values(columns)
  const sent = types.map((type) => (isBinary(type) ? type : 'text'))
  const casts = names.map((name, at) => (sent[at] === types[at] ? name : `${name}::${types[at]}`))
  const arrays = sent.map((type, column) => binaryArray(type, rows.map((row) => row[column] ?? null)))
  await prepared(
    runner,
    `insert into ${table} (${names.join(', ')}) select ${casts.join(', ')} from unnest(${sent.map((type, at) => `$${at + 1}::${type}[]`).join(', ')}) as t(${names.join(', ')}) on conflict do nothing`,
    arrays,
  )
}

/** A text array as Postgres writes it. */
export const textArray = (items: string[]): string => `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
