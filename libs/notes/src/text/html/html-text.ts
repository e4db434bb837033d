import { Parser } from 'htmlparser2'
import { Refused } from '../../report/result.js'
import { Layout } from '../layout.js'

/** The version of this way from HTML to text; it changes whenever the text of any document would. */
export const HTML = 'html-1'

/** A page nests some dozens; what nests deeper would make the parser slow. */
const DEEPEST = 1_000

/** Elements that are no text of the page. */
const UNSEEN = new Set([
  'head',
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'object',
  'iframe',
  'title',
  'select',
])
const LINES = new Set(
  ['address', 'article', 'aside', 'blockquote', 'body', 'caption', 'center', 'dd', 'details', 'div', 'dl', 'dt'].concat(
    ['fieldset', 'figcaption', 'figure', 'footer', 'form', 'header', 'hr', 'html', 'li', 'main', 'nav', 'ol'],
    ['section', 'summary', 'table', 'tbody', 'tfoot', 'thead', 'tr', 'ul'],
  ),
)
const PARAGRAPHS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre'])
const CELLS = new Set(['td', 'th'])

/**
 * The text of a page as a person would read it (HTML standard, section 15, in broad strokes): blocks as lines, rows
 * as lines with tabs between cells, scripts and styles left out. Any markup is read, however broken; throws a refusal
 * where it nests too deep.
 */
export function htmlText(html: string): string {
  const page = new Page()
  const parser = new Parser(page, { decodeEntities: true, lowerCaseTags: true })
  parser.end(html)
  return page.layout.toString()
}

class Page {
  readonly layout = new Layout()
  #unseen = 0
  #depth = 0
  #preformatted = 0
  /** Cells so far of each open row. */
  readonly #cells: number[] = []

  onopentag(name: string): void {
    this.#depth += 1
    if (this.#depth > DEEPEST) throw new Refused('too-deep', {}, 'html')
    if (UNSEEN.has(name)) this.#unseen += 1
    if (this.#unseen > 0) return
    if (name === 'br') return this.layout.newLine()
    if (name === 'tr') this.#cells.push(0)
    if (name === 'pre') this.#preformat(1)
    if (CELLS.has(name)) this.layout.openCell(this.#isFirstCell())
    else this.#breakAt(name)
  }

  ontext(text: string): void {
    if (this.#unseen === 0) this.layout.text(text)
  }

  onclosetag(name: string): void {
    this.#depth -= 1
    if (UNSEEN.has(name)) this.#unseen -= 1
    if (this.#unseen > 0) return
    if (name === 'tr') this.#cells.pop()
    if (name === 'pre') this.#preformat(-1)
    if (CELLS.has(name)) this.layout.closeCell()
    else this.#breakAt(name)
  }

  #isFirstCell(): boolean {
    const row = this.#cells.length - 1
    const before = this.#cells[row] ?? 0
    if (row >= 0) this.#cells[row] = before + 1
    return before === 0
  }

  #preformat(by: 1 | -1): void {
    this.#preformatted += by
    this.layout.preformatted = this.#preformatted > 0
  }

  #breakAt(name: string): void {
    if (PARAGRAPHS.has(name)) this.layout.paragraph()
    else if (LINES.has(name)) this.layout.block()
  }
}
