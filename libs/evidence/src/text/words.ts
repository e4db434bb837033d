import { CLASS, DIGIT, FOLDED, LETTER, NINE, OTHER, UNSEEN, isBlank } from './characters.js'
import { readDotted } from './dotted.js'
import { isItemNumber } from './item-numbers.js'
import { LINE_START, NEXT_LABEL } from './lines.js'
import { endSentence, push, type Scan } from './scan.js'
import { GUESSED_WORD, LEVEL, NUMBER_KIND, SPINE_LETTER, WORD } from './tokens.js'
import { GUESSED, HASH_HIGH, HASH_LOW, UNKNOWN, mixHigh, mixLow } from './vocabulary.js'

const ALL_UNSEEN = /[\p{Mn}\p{Cf}]/gu
/** An apostrophe, as it is written or named. */
const APOSTROPHE = /['’‘ʼ`´]|&(?:apos|rsquo|#39|#8217|#x27|#x2019);/iy
/** C, L, S and T, in either case. */
const SPINE = new Set([...'clstCLST'].map((letter) => letter.charCodeAt(0)))
/** A unit that is written right behind its number: "10.4g/dL", "5mm". */
const UNIT = /(?:g|gm|mg|mcg|kg|mm|cm|ml|dl|l|hu|mmhg)(?![A-Za-z\d])/iy
/** What is behind the point of a number, or of a code: "8.0", "E44.0", "10.4g". */
const DECIMALS = new RegExp(`\\.\\d+(?=${UNIT.source}|(?![A-Za-z]))`, 'iy')
const YEAR_OF = /^(?:19|20)/
/** A code has its letter before two digits or more: "M54.1", and no vertebra: "L5.2 mm". */
const CODE = /^[A-Z]\d[\dA-Z]/

/** A run of letters and digits; "n't" at its end is a word of its own. */
export function readWord(scan: Scan, text: string, start: number): number {
  const { length } = text
  let low = HASH_LOW
  let high = HASH_HIGH
  let digits = 0
  let unseen = 0
  let at = start
  for (; at < length; at++) {
    const lower = FOLDED[text.charCodeAt(at)] as number
    if (lower === 0) {
      if (CLASS[text.charCodeAt(at)] !== UNSEEN) break
      unseen += 1
      continue
    }
    if (lower <= NINE) digits += 1
    low = mixLow(low, lower)
    high = mixHigh(high, lower)
  }
  if (unseen > 0) while (CLASS[text.charCodeAt(at - 1)] === UNSEEN) at -= 1
  if (digits > 0 && digits < at - start && hasUnit(text, start + digits))
    return readNumber(scan, text, start, start + digits)
  const next = text.charCodeAt(at)
  // Most words end at a space, and are no number.
  if (next !== 0x20) {
    const end = readBeyond(scan, text, start, at, digits)
    if (end > at) return end
  }
  const seen = unseen === 0 ? undefined : text.slice(start, at).replace(ALL_UNSEEN, '')
  const number =
    seen === undefined
      ? scan.vocabulary.findHashed(low, high, text, start, at)
      : scan.vocabulary.findHashed(low, high, seen, 0, seen.length)
  if (digits > 0) pushNumbered(scan, number, text, start, at, digits)
  else if (number >= GUESSED) push(scan, number - GUESSED, start, at, GUESSED_WORD)
  else if (number < scan.firstContracted || number > scan.lastContracted || !pushContracted(scan, number, start, at))
    push(scan, number, start, at, at - start === 1 ? kindOf(text.charCodeAt(start), 1, 0) : WORD)
  if (isValue(scan) && NEXT_LABEL.test(text.slice(at, at + LINE_START))) endSentence(scan)
  return next === 0x20 ? at + 1 : at
}

function hasUnit(text: string, from: number): boolean {
  UNIT.lastIndex = from
  return CLASS[text.charCodeAt(from - 1)] === DIGIT && UNIT.test(text)
}

/** The number before a unit; the unit is the next word. */
function readNumber(scan: Scan, text: string, start: number, end: number): number {
  pushNumbered(scan, numberOf(scan, text, start, end), text, start, end, end - start)
  return end
}

/** What goes on behind a point or an apostrophe: "8.0", "p.r.n.", "isn't"; where it ends, or `at`. */
function readBeyond(scan: Scan, text: string, start: number, at: number, digits: number): number {
  if (text.charCodeAt(at) === 0x2e) return readPoint(scan, text, start, at, digits)
  const end = endOfNegated(text, at)
  return end > at ? pushNegated(scan, text, start, at, end) : at
}

/** A word with digits in it: a number, a year, a level. */
function pushNumbered(scan: Scan, number: number, text: string, start: number, at: number, digits: number): void {
  const isWhole = digits === at - start
  if (isWhole && isItemNumber(text, start, at)) endSentence(scan)
  const isYear = isWhole && digits === 4 && number === UNKNOWN && YEAR_OF.test(text.slice(start, at))
  push(scan, isYear ? scan.year : number, start, at, kindOf(text.charCodeAt(start), at - start, digits))
}

/**
 * A number, a code or an abbreviation that goes on behind a point; where it ends, or `at` where the point is another
 * thing.
 */
function readPoint(scan: Scan, text: string, start: number, at: number, digits: number): number {
  if (at - start === 1 && digits === 0) return readDotted(scan, text, start)
  if (digits !== at - start && !CODE.test(text.slice(start, start + 3))) return at
  DECIMALS.lastIndex = at
  const end = at + (DECIMALS.exec(text)?.[0].length ?? 0)
  if (end === at) return at
  if (digits === at - start) push(scan, scan.decimal, start, end, NUMBER_KIND)
  else push(scan, UNKNOWN, start, end, WORD)
  return end
}

/** "isn't": the verb, and a "not" of its own. */
function pushNegated(scan: Scan, text: string, start: number, at: number, end: number): number {
  if (at - 1 > start) push(scan, numberOf(scan, text, start, at - 1), start, at - 1, WORD)
  push(scan, scan.mark.not, at - 1, end, WORD)
  return end
}

function pushContracted(scan: Scan, number: number, start: number, end: number): boolean {
  const verb = scan.contracted.get(number)
  if (verb === undefined) return false
  push(scan, verb, start, end - 2, WORD)
  push(scan, scan.mark.not, end - 2, end, WORD)
  return true
}

function numberOf({ vocabulary }: Scan, text: string, start: number, end: number): number {
  const number = vocabulary.find(text.slice(start, end).toLowerCase())
  return number >= GUESSED ? UNKNOWN : number
}

/** Whether the last word stands right behind a colon, as a form's values do. */
function isValue({ tokens: { word, count, sentence: sentences }, mark, sentence }: Scan): boolean {
  return count >= 2 && word[count - 2] === mark[':'] && sentences[count - 2] === sentence
}

function kindOf(first: number, length: number, digits: number): number {
  if (digits === length) return NUMBER_KIND
  if (length > 3 || digits !== length - 1 || !SPINE.has(first)) return WORD
  return length > 1 ? LEVEL : first < 0x60 ? SPINE_LETTER : WORD
}

/** Where the word that ends at `at` ends with its 't: "isn't", "can’t", "isn&#39;t"; `at` where it has none. */
function endOfNegated(text: string, at: number): number {
  if ((text.charCodeAt(at - 1) | 0x20) !== 0x6e || isBlank(text.charCodeAt(at))) return at
  APOSTROPHE.lastIndex = at
  const apostrophe = APOSTROPHE.exec(text)?.[0].length ?? 0
  const end = at + apostrophe + 1
  const after = CLASS[text.charCodeAt(end)] ?? OTHER
  return apostrophe > 0 && (text.charCodeAt(end - 1) | 0x20) === 0x74 && after !== LETTER && after !== DIGIT ? end : at
}
