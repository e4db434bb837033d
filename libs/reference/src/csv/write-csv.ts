import { mkdirSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

/**
 * Writes rows as a gzipped CSV file (RFC 4180, UTF-8, header row), which `readCsv` reads back. The same rows give the
 * same bytes.
 */
export function writeCsv(file: URL, columns: readonly string[], rows: readonly object[]): void {
  mkdirSync(new URL('.', file), { recursive: true })
  writeFileSync(file, gzipSync(formatCsv(columns, rows), { level: 9 }))
}

/** CSV text with a header row. Only fields that need quotes have them; a cell that a row does not have is empty. */
export function formatCsv(columns: readonly string[], rows: readonly object[]): string {
  const records = rows.map((row) => columns.map((column) => (row as Record<string, string>)[column] ?? ''))
  return [columns, ...records].map((record) => `${record.map(quoted).join(',')}\n`).join('')
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
