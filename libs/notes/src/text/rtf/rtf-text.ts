import { Refused } from '../../report/result.js'
import { decodedPage, pageOfCharset } from './code-pages.js'
import { tokensOf } from './tokens.js'
import type { Token } from './tokens.js'

/** The version of this way from RTF to text; it changes whenever the text of any document would. */
export const RTF = 'rtf-1'

/** Word nests a few dozen groups. */
const DEEPEST = 1_000

/** Groups that hold no text of the document (RTF 1.9.1, "Destinations"); so does each that begins with \*. */
const NO_TEXT = new Set(
  ['fonttbl', 'colortbl', 'stylesheet', 'listtable', 'listoverridetable', 'revtbl', 'info', 'pict', 'object'].concat(
    ['objdata', 'header', 'headerl', 'headerr', 'headerf', 'footer', 'footerl', 'footerr', 'footerf', 'fldinst'],
    ['xe', 'tc', 'rxe', 'nonesttables', 'themedata', 'colorschememapping', 'datastore', 'latentstyles', 'generator'],
  ),
)
/** Control words and symbols that are text by themselves. */
const TEXT: Record<string, string> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  page: '\n',
  column: '\n',
  row: '\n',
  nestrow: '\n',
  '\n': '\n',
  '\r': '\n',
  cell: '\t',
  nestcell: '\t',
  tab: '\t',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  endash: '–',
  emdash: '—',
  enspace: ' ',
  emspace: ' ',
  qmspace: ' ',
  '~': ' ',
  _: '-',
  '{': '{',
  '}': '}',
  '\\': '\\',
}
/** Code pages by what the head of a document says. */
const PAGES: Record<string, number> = { ansi: 1252, mac: 10000, pc: 1252, pca: 1252 }

interface Group {
  /** Whether its content is no text. */
  isSkipped: boolean
  isFontTable: boolean
  /** Text that Word does not show, or that was deleted. */
  isHidden: boolean
  /** How many characters stand after each \u for readers without Unicode. */
  fallback: number
  page: number | undefined
}

/**
 * The plain text of RTF: paragraphs and rows as lines, cells separated by tabs; headers, footers, pictures, hidden
 * and deleted text left out. Throws a refusal with the byte's place where groups do not close, or nest too deep.
 */
export function rtfText(bytes: Uint8Array): string {
  const reader = new RtfReader()
  for (const token of tokensOf(bytes)) reader.take(token)
  return reader.end(bytes.length)
}

export const isRtf = (text: string): boolean => /^\s*\{\\rtf/.test(text)

class RtfReader {
  #text = ''
  #group: Group = { isSkipped: false, isFontTable: false, isHidden: false, fallback: 1, page: undefined }
  readonly #outer: Group[] = []
  /** Bytes of text that wait for their decoding: of some code pages a character has two. */
  #bytes: number[] = []
  /** Characters that a \u before them stands for. */
  #toSkip = 0
  #page = 1252
  /** The page of each font, and the font whose entry is read. */
  readonly #fonts = new Map<number, number>()
  #font = 0
  /** What the last tokens were, as a destination is named at the beginning of its group. */
  #begins: 'group' | 'ignorable' | undefined

  take(token: Token): void {
    if (token.is === 'byte') return this.#byte(token.byte)
    this.#flush()
    if (token.is === 'word') this.#word(token.word, token.number)
    else if (token.is === 'open') this.#open(token.at)
    else this.#close(token.at)
  }

  end(length: number): string {
    this.#flush()
    if (this.#outer.length > 0) throw new Refused('rtf', { byte: length }, 'group-open')
    return this.#text
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .replace(/^\n+|\n+$/g, '')
  }

  #open(at: number): void {
    if (this.#outer.length >= DEEPEST) throw new Refused('too-deep', { byte: at + 1 }, 'rtf')
    this.#outer.push(this.#group)
    this.#group = { ...this.#group }
    this.#toSkip = 0
    this.#begins = 'group'
  }

  #close(at: number): void {
    const outer = this.#outer.pop()
    if (outer === undefined) throw new Refused('rtf', { byte: at + 1 }, 'group-close')
    this.#group = outer
    this.#toSkip = 0
    this.#begins = undefined
  }

  #byte(byte: number): void {
    this.#begins = undefined
    if (this.#toSkip > 0) this.#toSkip -= 1
    else if (this.#isText()) this.#bytes.push(byte)
  }

  #isText(): boolean {
    // Beyond the last group a file is padded at most.
    return !this.#group.isSkipped && !this.#group.isHidden && this.#outer.length > 0
  }

  #word(word: string, number: number | undefined): void {
    const begins = this.#begins
    this.#begins = undefined
    if (word === '*' && begins === 'group') {
      this.#begins = 'ignorable'
      return
    }
    if (begins === 'ignorable') this.#group.isSkipped = true
    if (begins !== undefined && NO_TEXT.has(word)) {
      this.#group.isSkipped = true
      this.#group.isFontTable = word === 'fonttbl'
    }
    this.#sets(word, number)
    if (word === 'u' && number !== undefined) return this.#unicode(number)
    const text = TEXT[word]
    if (text === undefined) return
    if (this.#toSkip > 0) this.#toSkip -= 1
    else if (this.#isText()) this.#text += text
  }

  #sets(word: string, number: number | undefined): void {
    const group = this.#group
    if (word === 'uc') group.fallback = Math.max(number ?? 1, 0)
    else if (word === 'v' || word === 'deleted') group.isHidden = number !== 0
    else if (word === 'plain') group.isHidden = false
    else if (word === 'ansicpg' && number !== undefined) this.#page = number
    else if (PAGES[word] !== undefined) this.#page = PAGES[word]
    else if (word === 'f' && number !== undefined) {
      this.#font = number
      group.page = this.#fonts.get(number)
    } else if (group.isFontTable) this.#setsFont(word, number ?? 0)
  }

  #setsFont(word: string, number: number): void {
    const page = word === 'cpg' ? number : word === 'fcharset' ? pageOfCharset(number) : undefined
    if (page !== undefined) this.#fonts.set(this.#font, page)
  }

  #unicode(number: number): void {
    // Above 32767 it is written as a negative number.
    if (this.#isText()) this.#text += String.fromCharCode(number & 0xffff)
    this.#toSkip = this.#group.fallback
  }

  #flush(): void {
    if (this.#bytes.length === 0) return
    this.#text += decodedPage(this.#group.page ?? this.#page, this.#bytes)
    this.#bytes = []
  }
}
