import { describeDifferences } from '../describe-import.js'
import type { Tabular } from './parse-tabular.js'
import { TABULAR_TABLES, type TabularRow, type TabularTables } from '../../open/tabular-tables.js'

/** What a tabular file holds, what of it was not read, and how it differs from the loaded edition, in lines. */
export function describeTabular(
  { version, tables, leftOut }: Tabular,
  edition: string,
  loaded: Partial<TabularTables>,
): string[] {
  const { chapters, sections, codes, notes } = tables
  const billable = codes.filter((row) => row.billable === '1').length
  return [
    `tabular list of ${version}: ${chapters.length} chapters, ${sections.length} sections, ${codes.length} codes and headers (${billable} billable), ${notes.length} notes`,
    `not read: ${[...leftOut].map(([what, times]) => `${times} ${what}`).join(', ') || 'nothing'}`,
    '',
    `against ${edition}:`,
    ...describeDifferences(TABULAR_TABLES, tables, loaded),
    ...describeCodes(codes, loaded.codes ?? []),
  ]
}

function describeCodes(codes: TabularRow<'codes'>[], loaded: TabularRow<'codes'>[]): string[] {
  const [mine, theirs] = [codes, loaded].map((rows) => new Map(rows.map((row) => [row.dotted, row]))) as [
    Map<string, TabularRow<'codes'>>,
    Map<string, TabularRow<'codes'>>,
  ]
  const both = codes.filter(({ dotted }) => theirs.has(dotted))
  const otherIn = (column: 'title' | 'billable'): string[] =>
    both.filter((row) => row[column] !== theirs.get(row.dotted)?.[column]).map(({ dotted }) => dotted)
  return [
    listed(
      'new',
      codes.map(({ dotted }) => dotted).filter((code) => !theirs.has(code)),
    ),
    listed(
      'gone',
      loaded.map(({ dotted }) => dotted).filter((code) => !mine.has(code)),
    ),
    listed('with another title', otherIn('title')),
    listed('billable that were not, or no longer', otherIn('billable')),
  ]
}

function listed(what: string, codes: string[]): string {
  return `codes ${what}: ${[codes.length, ...codes.slice(0, 10)].join(' ')}${codes.length > 10 ? ' …' : ''}`
}
