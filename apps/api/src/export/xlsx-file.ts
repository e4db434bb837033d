import { printable } from '@claims-audit/contracts'
import type { Cell } from './columns.js'
import { zipStream } from './zip-stream.js'
import type { ZipEntry } from './zip-stream.js'

/** A sheet has 1,048,576 rows (ECMA-376, 18.3.1.73), the header among them; what is beyond goes on in the next one. */
const MOST_ROWS = 1_048_575

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

/** What the file says of itself, on a sheet of its own: where it came from, when, for whom. */
export type About = [name: string, value: string][]

/**
 * Rows as an XLSX workbook, written while they are read, in flat memory: the libraries for it hold the sheet, and took
 * four times as long. Texts are inline strings, which no spreadsheet evaluates (ECMA-376, 18.18.11).
 */
export async function* xlsxFile(
  header: string[],
  pages: AsyncIterable<Cell[][]>,
  about: About,
): AsyncGenerator<Buffer> {
  yield* zipStream(entriesOf(header, pages, about))
}

async function* entriesOf(header: string[], pages: AsyncIterable<Cell[][]>, about: About): AsyncGenerator<ZipEntry> {
  const rows = new Rows(pages)
  let sheets = 0
  do {
    sheets += 1
    yield { name: `xl/worksheets/sheet${sheets}.xml`, content: sheetOf(header, rows.take(MOST_ROWS)) }
  } while (await rows.hasMore())
  const names = [...Array.from({ length: sheets }, (_, at) => (at === 0 ? 'findings' : `findings ${at + 1}`)), 'about']
  const aboutRows = [...about, ['rows', String(rows.count)]]
  yield { name: `xl/worksheets/sheet${sheets + 1}.xml`, content: sheetOf(['name', 'value'], one(aboutRows)) }
  yield* partsOf(names).map(([name, text]): ZipEntry => ({ name, content: one(`${HEAD}${text}`) }))
}

async function* one<T>(item: T): AsyncGenerator<T> {
  yield item
}

/** Pages of rows, taken so many rows at a time. */
class Rows {
  count = 0
  private readonly pages: AsyncIterator<Cell[][]>
  private held: Cell[][] = []

  constructor(pages: AsyncIterable<Cell[][]>) {
    this.pages = pages[Symbol.asyncIterator]()
  }

  async hasMore(): Promise<boolean> {
    while (this.held.length === 0) {
      const { value, done } = await this.pages.next()
      if (done === true) return false
      this.held = value
    }
    return true
  }

  async *take(most: number): AsyncGenerator<Cell[][]> {
    for (let left = most; left > 0 && (await this.hasMore());) {
      const rows = this.held.splice(0, left)
      left -= rows.length
      this.count += rows.length
      yield rows
    }
  }
}

async function* sheetOf(header: string[], pages: AsyncIterable<Cell[][]>): AsyncGenerator<string> {
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetData>`
  yield rowOf(header)
  for await (const rows of pages) yield rows.map(rowOf).join('')
  yield '</sheetData></worksheet>'
}

const rowOf = (cells: Cell[]): string => `<row>${cells.map(cellOf).join('')}</row>`

function cellOf(cell: Cell): string {
  if (cell === null || cell === '') return '<c/>'
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
/** A cell holds 32,767 characters (Excel's limits). */
const LONGEST = 32_767
const escaped = (text: string): string =>
  printable(text.slice(0, LONGEST)).replace(/[&<>]/g, (character) => ENTITIES[character] ?? '')

/** The parts that name the sheets (ECMA-376 part 1, 8.5; part 2, 9.1). */
function partsOf(sheets: string[]): [name: string, xml: string][] {
  const each = (write: (at: number, name: string) => string): string =>
    sheets.map((name, at) => write(at + 1, name)).join('')
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  return [
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>${each((at) => `<Override PartName="/xl/worksheets/sheet${at}.xml" ContentType="${type}.worksheet+xml"/>`)}</Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each((at, name) => `<sheet name="${name}" sheetId="${at}" r:id="rId${at}"/>`)}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">${each((at) => `<Relationship Id="rId${at}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${at}.xml"/>`)}</Relationships>`,
    ],
  ]
}
