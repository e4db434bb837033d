import type { QueryRunner } from 'typeorm'
import type { TableRows } from '../tables/table.js'
import { binaryArray, isBinary } from './binary-array.js'
import { prepared } from './prepared.js'

/**
 * Inserts rows by one statement over `unnest`, one array per column: the plan does not grow with the batch, and 65,535
 * parameters are no limit. Rows of several tables go in one statement too, whose parts see nothing of each other
 * (PostgreSQL manual, 7.8.4).
 */
export async function insertRows(runner: QueryRunner, ...tables: TableRows[]): Promise<void> {
  const parts = tables.filter(({ count }) => count > 0)
  if (parts.length === 0) return
  const arrays = parts.flatMap(({ types, valuesOf }) =>
    Object.entries(types).map(([name, type]) => binaryArray(sentAs(type), valuesOf(name))),
  )
  await prepared(runner, statementOf(parts), arrays)
}

/** The last part is the statement, those before it are its `with`. */
function statementOf(parts: TableRows[]): string {
  let parameters = 0
  const inserts = parts.map(({ table, types, repeats }) => {
    const first = parameters + 1
    parameters += Object.keys(types).length
    return `${insertOf(table, types, first)}${repeats ? ' on conflict do nothing' : ''}`
  })
  const before = inserts.slice(0, -1).map((insert, at) => `part_${at} as (${insert})`)
  return `${before.length === 0 ? '' : `with ${before.join(', ')} `}${inserts.at(-1)}`
}

function insertOf(table: string, columns: Record<string, string>, first: number): string {
  const names = Object.keys(columns).map((name) => `"${name}"`)
  const types = Object.values(columns)
  const casts = types.map((type, at) => (isBinary(type) ? names[at] : `${names[at]}::${type}`))
  const arrays = types.map((type, at) => `$${first + at}::${sentAs(type)}[]`)
  return `insert into ${table} (${names.join(', ')}) select ${casts.join(', ')} from unnest(${arrays.join(', ')}) as t(${names.join(', ')})`
}

/** A type that has no binary form here goes as text, and is cast. */
const sentAs = (type: string): string => (isBinary(type) ? type : 'text')

/** A text array as Postgres writes it. */
export const textArray = (items: string[]): string =>
  `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
