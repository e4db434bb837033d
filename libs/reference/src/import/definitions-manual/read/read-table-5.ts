import type { Line } from './manual-lines.js'

/**
 * A row of IPPS Table 5: what `ms-drg/weights-fy2026` holds. Weights and lengths of stay are as printed; `.` where a
 * DRG has none.
 */
export type WeightRow = Record<(typeof WEIGHT_COLUMNS)[number], string>

export const WEIGHT_COLUMNS = [
  'drg',
  'post_acute',
  'special_pay',
  'mdc',
  'type',
  'title',
  'weight_before_cap',
  'weight_10pct_cap',
  'gmlos',
  'amlos',
] as const

/**
 * How CMS heads the columns; the year and the word for the rule (`FY 2026 Final …`) go before some of them. Before
 * FY2023 there is one weight.
 */
const HEADINGS: Record<(typeof WEIGHT_COLUMNS)[number], RegExp> = {
  drg: /^MS-DRG$/i,
  post_acute: /post-?\s?acute/i,
  special_pay: /special\s?pay/i,
  mdc: /^MDC$/i,
  type: /^type$/i,
  title: /title/i,
  weight_before_cap: /^weights?\b.*(?:before|without|prior)/i,
  weight_10pct_cap: /^weights?\b(?!.*(?:before|without|prior))/i,
  gmlos: /geometric/i,
  amlos: /arithmetic/i,
}

/**
 * Reads the text file of IPPS Table 5 (tab-separated; title lines above, footnotes below) and the fiscal year it says
 * it is of. Written from the published layout: no original was at hand, and it was tried only on a file made from
 * weights-fy2026.csv.gz. Throws SyntaxError where a column is missing or a row of a DRG is not as expected.
 */
export function parseTable5(name: string, text: string): { year: string; rows: WeightRow[] } {
  const lines = text.split(/\r?\n/).map((line, i): Line => ({ at: `${name}:${i + 1}`, text: line }))
  const header = lines.findIndex(
    (line) =>
      cellsOf(line).some((cell) => HEADINGS.drg.test(cell)) && cellsOf(line).some((cell) => HEADINGS.title.test(cell)),
  )
  if (header < 0) throw new SyntaxError(`${name}: no line with the columns of Table 5`)
  const year = /FY\s?(\d{4})/.exec(
    lines
      .slice(0, header + 1)
      .map((line) => line.text)
      .join(' '),
  )?.[1]
  if (year === undefined) throw new SyntaxError(`${name}: does not say of which fiscal year it is`)
  const places = columnsOf(lines[header] as Line)
  const rows = lines
    .slice(header + 1)
    .filter((line) => /^"?\d{1,3}"?\t/.test(line.text))
    .map((line) => rowOf(line, places))
  if (rows.length === 0) throw new SyntaxError(`${name}: no DRG in it`)
  return { year, rows }
}

function columnsOf(line: Line): Record<(typeof WEIGHT_COLUMNS)[number], number> {
  const cells = cellsOf(line)
  const places = WEIGHT_COLUMNS.map(
    (column) => [column, cells.findIndex((cell) => HEADINGS[column].test(cell))] as const,
  )
  const missing = places
    .filter(([column, place]) => place < 0 && column !== 'weight_before_cap')
    .map(([column]) => column)
  if (missing.length > 0) throw new SyntaxError(`${line.at}: no column for ${missing.join(', ')}`)
  return Object.fromEntries(places) as Record<(typeof WEIGHT_COLUMNS)[number], number>
}

function rowOf(line: Line, places: Record<(typeof WEIGHT_COLUMNS)[number], number>): WeightRow {
  const cells = cellsOf(line)
  const row = Object.fromEntries(WEIGHT_COLUMNS.map((column) => [column, cells[places[column]] ?? ''])) as WeightRow
  const { weight_10pct_cap: weight, gmlos, amlos } = row
  if (row.title === '' || ![weight, gmlos, amlos].every((number) => /^(?:\d*\.?\d+|[.*]*)$/.test(number)))
    throw new SyntaxError(`${line.at}: not a row of Table 5`)
  return {
    ...row,
    drg: row.drg.padStart(3, '0'),
    weight_before_cap: places.weight_before_cap < 0 ? weight : row.weight_before_cap,
  }
}

function cellsOf({ text }: Line): string[] {
  return text.split('\t').map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replaceAll('""', '"')
      .trim(),
  )
}
