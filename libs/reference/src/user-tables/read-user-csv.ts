import { readFileSync } from 'node:fs'
import { parseCsv } from '../csv/read-csv.js'

/**
 * Reads a user's CSV file of just these columns; `rowOf` gets trimmed fields and where they stand. Throws an Error with
 * file and line for another header or number of fields.
 */
export function readUserCsv<Row>(
  file: string,
  columns: readonly string[],
  rowOf: (fields: string[], where: string) => Row,
): Row[] {
  const [header = [], ...records] = recordsOf(file)
  if (header.join() !== columns.join()) throw new Error(`${file}: line 1: the header must be ${columns.join()}`)
  return records.map((record, i) => {
    const where = `${file}: line ${i + 2}`
    if (record.length !== columns.length)
      throw new Error(`${where}: ${record.length} fields, not ${columns.length} (a field with a comma needs quotes)`)
    return rowOf(
      record.map((field) => field.trim()),
      where,
    )
  })
}

function recordsOf(file: string): string[][] {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  try {
    return parseCsv(text)
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error })
  }
}
