import { existsSync } from 'node:fs'
import { readCsv } from '../csv/read-csv.js'
import { writeCsv } from '../csv/write-csv.js'

/** The tables of one edition of the ICD-10-CM tabular list, and the columns of each. All cells are text. */
export const TABULAR_TABLES = {
  chapters: ['chapter', 'title'],
  sections: ['chapter', 'section', 'title'],
  /**
   * Every code and header. `parent` is the dotted code above (empty: a category), `depth` 3 for a category and one more
   * for each step below it, `n_children` the codes printed right below. `billable` is 1 or 0; `seventh_chars` the 7th
   * characters that make codes of this one, as JSON.
   */
  codes: [
    'code',
    'dotted',
    'title',
    'chapter',
    'section',
    'parent',
    'depth',
    'n_children',
    'billable',
    'seventh_chars',
  ],
  /** `code` is a dotted code, `SECTION A00-A09` or `CHAPTER 1`. */
  notes: ['code', 'note_type', 'text'],
} as const

type Tables = typeof TABULAR_TABLES
export type TabularTable = keyof Tables
export type TabularRow<Table extends TabularTable> = Record<Tables[Table][number], string>
export type TabularTables = { [Table in TabularTable]: TabularRow<Table>[] }

const names = Object.keys(TABULAR_TABLES) as TabularTable[]

/** Those tables of an edition that are kept under tables/icd-10-cm; the build needs no chapters. */
export function keptTabularTables(folder: string): Partial<TabularTables> {
  const files = names.map(
    (name) => [name, new URL(`../../tables/icd-10-cm/${folder}/${name}.csv.gz`, import.meta.url)] as const,
  )
  return Object.fromEntries(files.filter(([, file]) => existsSync(file)).map(([name, file]) => [name, readCsv(file)]))
}

export function writeTabularTables(directory: URL, tables: TabularTables): void {
  for (const name of names) writeCsv(new URL(`${name}.csv.gz`, directory), TABULAR_TABLES[name], tables[name])
}
