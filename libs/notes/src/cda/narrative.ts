import { Layout } from '../text/layout.js'

/** Elements of narrative (CDA R2, 4.3.5) whose beginning and end are ends of lines. */
const BLOCKS = new Set(['paragraph', 'list', 'item', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'caption', 'footnote'])
const CELLS = new Set(['td', 'th'])

/**
 * The narrative of sections as lines, in the order of the document: titles by themselves, items and rows a line each,
 * cells separated by tabs.
 */
export class Narrative {
  readonly #layout = new Layout()
  /** Cells so far of each open row. */
  readonly #cells: number[] = []
  /** Elements around here whose content was deleted in a revision (CDA R2, 4.3.5.10). */
  #deleted = 0

  title(text: string): void {
    this.#layout.paragraph()
    this.#layout.text(text)
    this.#layout.block()
  }

  /** A section's text begins. What is no markup in it keeps its lines, until an element says how it is laid out. */
  begin(): void {
    this.#layout.block()
    this.#layout.keepsLines = true
  }

  end(): void {
    this.#layout.keepsLines = false
    this.#deleted = 0
    this.#cells.length = 0
    this.#layout.block()
  }

  open(name: string, isDeleted: boolean): void {
    this.#layout.keepsLines = false
    if (isDeleted || this.#deleted > 0) this.#deleted += 1
    if (this.#deleted > 0) return
    if (name === 'tr') this.#cells.push(0)
    if (name === 'br') this.#layout.newLine()
    else if (CELLS.has(name)) this.#layout.openCell(this.#isFirstCell())
    else if (BLOCKS.has(name)) this.#layout.block()
  }

  close(name: string): void {
    if (this.#deleted > 0) {
      this.#deleted -= 1
      return
    }
    if (name === 'tr') this.#cells.pop()
    if (CELLS.has(name)) this.#layout.closeCell()
    else if (BLOCKS.has(name)) this.#layout.block()
  }

  text(text: string): void {
    if (this.#deleted === 0) this.#layout.text(text)
  }

  toString(): string {
    return this.#layout.toString()
  }

  #isFirstCell(): boolean {
    const row = this.#cells.length - 1
    const before = this.#cells[row] ?? 0
    if (row >= 0) this.#cells[row] = before + 1
    return before === 0
  }
}
