import { csvLine } from '@claims-audit/contracts'
import type { Cell } from './columns.js'

/** Rows as CSV with CRLF (RFC 4180), a page of rows at a time. */
export async function* csvFile(header: string[], pages: AsyncIterable<Cell[][]>): AsyncGenerator<string> {
  yield `${csvLine(header)}\r\n`
  for await (const rows of pages) yield rows.map((row) => `${csvLine(row)}\r\n`).join('')
}
