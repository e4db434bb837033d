import { readFileSync } from 'node:fs'
import { TABLE_DEFINITIONS } from '@claims-audit/audit'
import type { TableRow, UserTableDefinition, UserTables } from '@claims-audit/audit'
import { USER_TABLE_NAMES } from '@claims-audit/contracts'
import type { ForUserTables } from '@claims-audit/contracts'
import { parseCsv } from '../csv/read-csv.js'

/** The user's tables whose files are named. Throws an Error with file and line where a row is wrong. */
export const readUserTables = (files: ForUserTables<string>): Partial<UserTables> =>
  Object.fromEntries(
    USER_TABLE_NAMES.flatMap((name) =>
      files[name] === undefined ? [] : [[name, tableIn(files[name], TABLE_DEFINITIONS[name])]],
    ),
  )

function tableIn(file: string, { columns, read }: UserTableDefinition<{ digest: string }>): { digest: string } {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  try {
    return read(columns === undefined ? linesOf(file, text) : recordsOf(file, text, columns))
  } catch (error) {
    throw error instanceof RangeError ? new Error(`${file}: ${error.message}`, { cause: error }) : error
  }
}

const linesOf = (file: string, text: string): TableRow[] =>
  text.split(/\r?\n/).map((line, at) => ({ fields: [line.trim()], where: `${file}: line ${at + 1}` }))

/** Throws for another header or number of fields. */
function recordsOf(file: string, text: string, columns: readonly string[]): TableRow[] {
  const [header = [], ...records] = csvIn(file, text)
  if (header.join() !== columns.join()) throw new Error(`${file}: line 1: the header must be ${columns.join()}`)
  return records.map((record, i) => {
    const where = `${file}: line ${i + 2}`
    if (record.length !== columns.length)
      throw new Error(`${where}: ${record.length} fields, not ${columns.length} (a field with a comma needs quotes)`)
    return { fields: record.map((field) => field.trim()), where }
  })
}

function csvIn(file: string, text: string): string[][] {
  try {
    return parseCsv(text)
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error })
  }
}
