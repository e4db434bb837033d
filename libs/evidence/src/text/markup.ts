import { endSentence, endsInWord, push, type Scan } from './scan.js'
import { MARK } from './tokens.js'

/**
 * HTML that was pasted in: a tag, or a character by its name. Those of a block end a sentence, the others part no more
 * than a space does.
 */
const TAG = /<(?:!--[^>]{0,400}--|\/?([a-zA-Z][a-zA-Z0-9]{0,9})(?:\s[^<>]{0,400})?\/?)>/y
const ENTITY = /&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[\da-fA-F]{1,5});/y
const INLINE = new Set(['b', 'i', 'u', 'em', 'strong', 'span', 'font', 'a', 'sub', 'sup', 'small', 'mark', 'code'])
/** Cells of one row part what a comma would. */
const CELLS = new Set(['td', 'th', 'cell'])
/** A control word of RTF, in a text that is one; these end a line. */
const CONTROL_WORD = /\\([a-z]{1,20})(?:-?\d{1,6})? ?/y
const LINE_WORDS = new Set(['par', 'pard', 'line', 'row', 'sect', 'page'])
const RTF = '{\\rtf'

/** Past a tag, a named character or a control word; past a single sign where it is none of them. */
export function readMarkup(scan: Scan, text: string, at: number, code: number): number {
  if (code === 0x5c && !text.startsWith(RTF)) return at + 1
  const pattern = code === 0x3c ? TAG : code === 0x26 ? ENTITY : CONTROL_WORD
  pattern.lastIndex = at
  const found = pattern.exec(text)
  if (found === null) return at + 1
  const name = found[1]?.toLowerCase() ?? ''
  if (CELLS.has(name)) {
    if (endsInWord(scan)) push(scan, scan.mark[','], at, at + 1, MARK)
  } else if (code === 0x3c ? name !== '' && !INLINE.has(name) : LINE_WORDS.has(name)) endSentence(scan)
  return at + found[0].length
}
