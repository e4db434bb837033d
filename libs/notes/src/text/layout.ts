/**
 * Text of markup as lines: white space runs together as HTML has it, a block is a line of its own, a row of a table
 * is a line with tabs between its cells. Sections of a note are told by their lines, so none may run into another.
 */
export class Layout {
  readonly #lines: string[] = []
  #line = ''
  /** A space that is due before the next word of the line. */
  #space = false
  /** What is due before the next word: 1 a new line, 2 an empty line too. */
  #break = 0
  /** Within a cell that has no word yet: a block that opens a cell does not end its row's line. */
  #opensCell = false
  /** Whether white space is kept as it is. */
  preformatted = false
  /** Whether a line's end is kept as one, and other white space runs together. */
  keepsLines = false

  text(text: string): void {
    if (this.preformatted) return this.#asItIs(text)
    if (!this.keepsLines) return this.#running(text)
    for (const [at, line] of text.split(/\r\n?|\n/).entries()) {
      if (at > 0) this.block()
      this.#running(line)
    }
  }

  #running(text: string): void {
    const collapsed = text.replace(/[\s\u00a0]+/g, ' ')
    if (collapsed === '') return
    if (collapsed.startsWith(' ')) this.#space = true
    const words = collapsed.trim()
    if (words === '') return
    this.#word(words)
    this.#space = collapsed.endsWith(' ')
  }

  /** What follows is a line of its own. */
  block(): void {
    this.#break = Math.max(this.#break, 1)
  }

  /** The same, with an empty line between. */
  paragraph(): void {
    this.#break = 2
  }

  newLine(): void {
    this.#lines.push(this.#line.trimEnd())
    this.#line = ''
    this.#space = false
  }

  /** A cell of a row, its first or another. */
  openCell(isFirst: boolean): void {
    if (isFirst) this.#flush()
    else this.#line += '\t'
    this.#break = 0
    this.#space = false
    this.#opensCell = true
  }

  /** A block that ends a cell does not end its row's line. */
  closeCell(): void {
    this.#break = 0
    this.#space = false
    this.#opensCell = false
  }

  toString(): string {
    this.block()
    this.#flush()
    const from = this.#lines.findIndex((line) => line !== '')
    const to = this.#lines.findLastIndex((line) => line !== '')
    return from < 0 ? '' : this.#lines.slice(from, to + 1).join('\n')
  }

  #asItIs(text: string): void {
    if (text === '') return
    this.#beforeWord()
    const [first = '', ...others] = text.replace(/\r\n?/g, '\n').split('\n')
    this.#line += first
    for (const line of others) {
      this.newLine()
      this.#line = line
    }
    this.#space = false
  }

  #word(words: string): void {
    this.#beforeWord()
    const isDue = this.#space && this.#line !== '' && !this.#line.endsWith('\t')
    this.#line += isDue ? ` ${words}` : words
    this.#space = false
  }

  #beforeWord(): void {
    if (this.#break > 0 && !this.#opensCell) this.#flush()
    this.#break = 0
    this.#opensCell = false
  }

  #flush(): void {
    if (this.#line.trim() !== '') this.newLine()
    this.#line = ''
    if (this.#break > 0) this.#space = false
    if (this.#break === 2 && this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push('')
    this.#break = 0
  }
}
