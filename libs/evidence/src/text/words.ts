import { CLASS, DIGIT, FOLDED, LETTER, NINE, OTHER, UNSEEN, isBlank } from './characters.js'
import { LINE_START, NEXT_LABEL } from './lines.js'
import { endSentence, push, type Scan } from './scan.js'
import { LEVEL, NUMBER_KIND, SPINE_LETTER, WORD } from './tokens.js'
import { HASH_HIGH, HASH_LOW, mixHigh, mixLow } from './vocabulary.js'

const ALL_UNSEEN = /[\p{Mn}\p{Cf}]/gu
/** An apostrophe, as it is written or named. */
const APOSTROPHE = /['’‘ʼ`´]|&(?:apos|rsquo|#39|#8217|#x27|#x2019);/iy
/** C, L, S and T, in either case. */
const SPINE = new Set([...'clstCLST'].map((letter) => letter.charCodeAt(0)))

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
  const negatedEnd = endOfNegated(text, at)
  if (negatedEnd > at) return pushNegated(scan, text, start, at, negatedEnd)
  const seen = unseen === 0 ? undefined : text.slice(start, at).replace(ALL_UNSEEN, '')
  const number =
    seen === undefined
      ? scan.vocabulary.findHashed(low, high, text, start, at)
      : scan.vocabulary.findHashed(low, high, seen, 0, seen.length)
  if (number >= scan.firstContracted && number <= scan.lastContracted && pushContracted(scan, number, start, at))
    return at
  if (digits === at - start && isItemNumber(text, start, at)) endSentence(scan)
  push(scan, number, start, at, kindOf(text.charCodeAt(start), at - start, digits))
  if (isValue(scan) && NEXT_LABEL.test(text.slice(at, at + LINE_START))) endSentence(scan)
  // Most words end at a space.
  return text.charCodeAt(at) === 0x20 ? at + 1 : at
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

/** "1) continue PT 2) naproxen": but not "(at rest 2) today". */
function isItemNumber(text: string, start: number, end: number): boolean {
  if (
    text.charCodeAt(end) !== 0x29 ||
    end - start > 2 ||
    !isBlank(text.charCodeAt(start - 1)) ||
    !isBlank(text.charCodeAt(end + 1))
  )
    return false
  const before = text.slice(Math.max(0, start - LINE_START), start)
  return before.lastIndexOf('(') <= before.lastIndexOf(')')
}

function numberOf({ vocabulary }: Scan, text: string, start: number, end: number): number {
  let [low, high] = [HASH_LOW, HASH_HIGH]
  for (let at = start; at < end; at++) {
    const lower = FOLDED[text.charCodeAt(at)] as number
    low = mixLow(low, lower)
    high = mixHigh(high, lower)
  }
  return vocabulary.findHashed(low, high, text, start, end)
}

/** Whether the last word stands right behind a colon, as a form's values do. */
function isValue({ tokens, mark, sentence }: Scan): boolean {
  return (
    tokens.count >= 2 && tokens.word[tokens.count - 2] === mark[':'] && tokens.sentence[tokens.count - 2] === sentence
  )
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
