import {
  ARROW,
  BAR,
  BREAK,
  CLASS,
  DASH,
  DIGIT,
  LETTER,
  MARKUP,
  OTHER,
  PLUS,
  PUNCTUATION,
  UNSEEN,
} from './characters.js'
import { beginsColumn, beginsNewSentence, bulletAt, headsDenial } from './lines.js'
import { readMark } from './marks.js'
import { readMarkup } from './markup.js'
import { begin, endSentence, endsInWord, openScan, push, type Scan, type ScannedWords } from './scan.js'
import { readBar, readBracket, readDash, readPlus } from './signs.js'
import { MARK, WORD, type Tokens } from './tokens.js'
import type { Vocabulary } from './vocabulary.js'
import { readWord } from './words.js'

/**
 * Reads a text into tokens. Hyphens and slashes only part words: "c-spine" reads as "c spine"; "isn't" reads as "is
 * not". Linear in the text. The result is overwritten by the next call.
 */
export function openTokenizer(vocabulary: Vocabulary, words: ScannedWords): (text: string) => Tokens {
  const scan = openScan(vocabulary, words)
  return (text) => {
    begin(scan, text)
    const { length } = text
    for (let at = 0; at < length;) at = readNext(scan, text, at)
    return scan.tokens
  }
}

/** Reads what stands at a position; returns where it ends. */
function readNext(scan: Scan, text: string, at: number): number {
  const code = text.charCodeAt(at)
  const kind = CLASS[code] as number
  if (kind === LETTER || kind === DIGIT) return readWord(scan, text, at)
  if (kind === OTHER || kind === UNSEEN) return readGap(scan, text, at, code)
  if (kind === PUNCTUATION) return readMark(scan, text, at, code)
  if (kind === ARROW) {
    push(scan, scan.decreased, at, at + 1, WORD)
    return at + 1
  }
  if (kind === BREAK) return readBreak(scan, text, at)
  if (kind === DASH) return readDash(scan, text, at)
  if (kind === PLUS) return readPlus(scan, text, at)
  if (kind === BAR) return readBar(scan, text, at, code)
  return kind === MARKUP ? readMarkup(scan, text, at, code) : readBracket(scan, text, at, code)
}

/** The items of a denied list go on with its head, each behind a comma. */
function readBreak(scan: Scan, text: string, at: number): number {
  const bullet = bulletAt(text, at + 1)
  const isHead = bullet > 0 && headsDenial(text, at)
  if (bullet > 0 && (isHead || scan.denying)) {
    if (!isHead) push(scan, scan.mark[','], at, at + 1, MARK)
    scan.denying = true
    return at + 1 + bullet
  }
  if (beginsNewSentence(text, at + 1)) {
    scan.denying = false
    endSentence(scan)
  }
  return at + 1
}

function readGap(scan: Scan, text: string, at: number, code: number): number {
  if (beginsColumn(scan, text, at, code)) endSentence(scan)
  else if (code === 0x09 && endsCell(scan, text, at)) push(scan, scan.mark[','], at, at + 1, MARK)
  return at + 1
}

/** A tab between words parts what a comma would: "Weakness\tNo\tNumbness\tYes". */
function endsCell(scan: Scan, text: string, at: number): boolean {
  return endsInWord(scan) && CLASS[text.charCodeAt(at + 1)] === LETTER
}
