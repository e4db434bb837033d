import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** Rows of a gzipped CSV file (RFC 4180, UTF-8, header row), each an object keyed by the header's names. */
export function readCsv<Row extends object>(file: URL): Row[] {
  const [header = [], ...records] = parseCsv(gunzipSync(readFileSync(file)).toString('utf8'))
  return records.map((record) => Object.fromEntries(header.map((name, i) => [name, record[i] ?? ''])) as Row)
}

/** Splits CSV text into records of fields. Only quoted fields may hold commas, doubled quotes and line breaks. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y
  while (field.lastIndex < text.length) {
    const at = field.lastIndex
    const match = field.exec(text)
    if (!match) throw new SyntaxError(`malformed CSV at character ${at}`)
    record.push(match[1]?.replaceAll('""', '"') ?? (match[2] as string))
    // A comma at the very end opens one more field, which is empty.
    if (match[3] === ',' && field.lastIndex === text.length) record.push('')
    if (match[3] !== ',' || field.lastIndex === text.length) {
      records.push(record)
      record = []
    }
  }
  return records
}
