import { USER_TABLES, USER_TABLE_NAMES } from '@claims-audit/contracts'
import type { UserTable } from '@claims-audit/contracts'
import { baseRates } from './base-rates.js'
import { coverage } from './coverage.js'
import type { UserTableDefinition } from './definition.js'
import { poaExempt } from './poa-exempt.js'

/** The definition of each of the user's tables. */
export const TABLE_DEFINITIONS = { baseRates, poaExempt, coverage } satisfies Record<
  UserTable,
  UserTableDefinition<{ digest: string }>
>

/**
 * What the user may load. A check gets it with the record; a rule that rests on a table which is not loaded stays
 * quiet.
 */
export type UserTables = { [Name in UserTable]: ReturnType<(typeof TABLE_DEFINITIONS)[Name]['read']> }

export type LoadedTables = { [Name in UserTable]?: UserTables[Name] | undefined }

/** Rows as a rule's cases bring them: a line of text, or a record's fields by column, empty where not named. */
export type GivenRow = string | Record<string, string>

/** The tables whose rows are given. Throws an Error for a table, column or row that is wrong. */
export function tablesGiven(given: Record<string, GivenRow[]>): Partial<UserTables> {
  return Object.fromEntries(
    Object.entries(given).map(([name, rows]) => {
      if (!isUserTable(name)) throw new Error(`${name} is no table: there are ${USER_TABLE_NAMES.join(', ')}`)
      const { columns, read }: UserTableDefinition<{ digest: string }> = TABLE_DEFINITIONS[name]
      const place = (at: number): string => `${name}, row ${at + 1}`
      return [name, read(rows.map((row, at) => ({ fields: fieldsOf(row, columns, place(at)), where: place(at) })))]
    }),
  )
}

const isUserTable = (name: string): name is UserTable => USER_TABLE_NAMES.some((each) => each === name)

function fieldsOf(row: GivenRow, columns: readonly string[] | undefined, where: string): string[] {
  if (columns === undefined) {
    if (typeof row !== 'string') throw new Error(`${where}: a row of this table is a line of text`)
    return [row]
  }
  const wrong = typeof row === 'string' ? row : Object.keys(row).find((column) => !columns.includes(column))
  if (typeof row === 'string' || wrong !== undefined)
    throw new Error(`${where}: ${wrong} is not one of its columns, ${columns.join(', ')}`)
  return columns.map((column) => row[column] ?? '')
}

/** The user's tables among other knowledge. */
export const userTablesOf = (loaded: LoadedTables): LoadedTables =>
  Object.fromEntries(USER_TABLE_NAMES.map((name) => [name, loaded[name]]))

/** The digests of the loaded tables that judge codes, or payment. */
export const tableDigests = (loaded: LoadedTables, judging: 'codes' | 'payment'): Partial<Record<UserTable, string>> =>
  Object.fromEntries(
    USER_TABLE_NAMES.flatMap((name) => {
      const digest = loaded[name]?.digest
      return digest === undefined || USER_TABLES[name].judges !== judging ? [] : [[name, digest]]
    }),
  )
