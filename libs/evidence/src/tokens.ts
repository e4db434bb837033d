import { HASH_HIGH, HASH_LOW, UNKNOWN, mixHigh, mixLow, type Vocabulary } from './vocabulary.js'

/** Words and the punctuation that matters, in order; offsets are UTF-16 code units into the text. Arrays are longer than `count`, and reused. */
export interface Tokens {
  text: string
  count: number
  /** The word's number in the vocabulary, UNKNOWN for one that it does not have. */
  word: Int32Array
  start: Int32Array
  end: Int32Array
  /** The sentence it stands in, counted from 0. */
  sentence: Int32Array
  kind: Uint8Array
}

export const WORD = 0
export const NUMBER_KIND = 1
export const MARK = 2
/** A word that may name a vertebra: `C6`; and a letter that may with the number after it: `C 6`. */
export const LEVEL = 3
export const SPINE_LETTER = 4

/** Marks are words of the vocabulary too. `[_]` is a box that is not ticked. */
export const MARKS = ['.', ',', ';', ':', '?', '!', '(-)', '(+)', '[_]', '[x]', 'not'] as const

/** No sentence is longer: what runs on is cut, so that looking around within one stays linear in the text. */
const LONGEST = 200
/** Longest run of a line that is looked at to tell a heading or a bullet from prose. */
const LINE_START = 48
/** The next label of a form that goes on in its line: "Numbness: No  Weakness: No". */
const NEXT_LABEL = /^[ \t|]+[A-Z](?:[A-Za-z/-]| (?! )){0,30}\??:/
/** What a box or a pair of brackets has in it: nothing, a tick, or a sign. */
const BOX = /^[([]\s{0,3}([xX✓✔+–-]?)\s{0,3}[)\]]/
const ANSWER =
  /^\s{1,3}(?:a:\s?)?(?:yes|no|none|y|n|denies|not|never|neg|negative|absent|present|pos|positive|sometimes)\b/i
const BULLET = /^\s*(?:#|(?:[-*•]|\d+[.)])\s)/
/** A line of a running record: "0330", "14:05"; where the line before it is one too, or no full one of prose. */
const TIMED = /^\s*(?:[01]\d|2[0-3]):?[0-5]\d\b/
const FULL_LINE = 60
const HEADING = /^\s*[A-Z][A-Za-z /&]{1,40}:/

/** "Numbness - no": behind a label, a dash before an answer stands for a colon. */
const DASHED_ANSWER =
  /^\s{1,3}(?:yes|no(?: (?:evidence|signs?|symptoms|complaints))?|none|y|n|denies|denied|absent|present|negative|positive)\b\s{0,3}(?:[.,;(\n]|$)/i
const LONE_DASH = /^[ \t]*(?:[,;.\r\n]|$)/
/** "Retention on arrival; this has resolved": what says no more than this is said of what stood before. */
const GOES_ON =
  / (?:[Tt]h(?:is|ese)|[Ii]t|[Bb]oth|[Tt]hey) (?:(?:has|have|had|also|since|soon|later|completely|fully) )*(?:resolved|passed|cleared|subsided|healed)\b| (?:[Ss]?[Hh]e|[Pp]t|[Pp]atient) den(?:ies|ied) (?:it|this|these|both|them)\b/y
/** Without their apostrophe: "isnt" reads as "is not", as "isn't" does. */
const CONTRACTED = [
  'isnt',
  'arent',
  'wasnt',
  'werent',
  'hasnt',
  'havent',
  'hadnt',
  'doesnt',
  'dont',
  'didnt',
  'cant',
  'couldnt',
  'wouldnt',
  'shouldnt',
  'wont',
]

/** A sign counts for so many sentences, or lines, after it. */
const NEAR_SIGN = 2

const OTHER = 0
const LETTER = 1
const DIGIT = 2
const PUNCTUATION = 3
const BREAK = 4
const BRACKET = 5
const MARKUP = 6
const DASH = 7
const PLUS = 8
const BAR = 9
/** A mark on a letter, or what is not seen at all (soft hyphens, marks of direction): inside a word it parts nothing. */
const UNSEEN = 10
const ALL_UNSEEN = /[\p{Mn}\p{Cf}]/gu
/** A zero-width space stands between words. */
const ZERO_WIDTH_SPACE = 0x200b
/** An arrow that points down, before or behind what is less: "↓ sensation". */
const ARROW = 11
/** No letter comes before it. */
const NINE = 0x39

/** HTML that was pasted in: a tag, or a character by its name. Those of a block end a sentence, the others part no more than a space does. */
const TAG = /<(?:!--[^>]{0,400}--|\/?([a-zA-Z][a-zA-Z0-9]{0,9})(?:\s[^<>]{0,400})?\/?)>/y
const ENTITY = /&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[\da-fA-F]{1,5});/y
/** An apostrophe, as it is written or named. */
const APOSTROPHE = /['’‘ʼ`´]|&(?:apos|rsquo|#39|#8217|#x27|#x2019);/iy
const INLINE = new Set(['b', 'i', 'u', 'em', 'strong', 'span', 'font', 'a', 'sub', 'sup', 'small', 'mark', 'code'])
/** Cells of one row part what a comma would. */
const CELLS = new Set(['td', 'th', 'cell'])
/** A control word of RTF, in a text that is one; these end a line. */
const CONTROL_WORD = /\\([a-z]{1,20})(?:-?\d{1,6})? ?/y
const LINE_WORDS = new Set(['par', 'pard', 'line', 'row', 'sect', 'page'])
const RTF = '{\\rtf'

/** Of each code unit: a letter (of any script), a digit, a mark, the end of a line, or what only parts words. Halves of surrogate pairs part words. */
const CLASS = classes()
/** Of each letter and digit, it in lower case (within Latin-1; others stand as they are); 0 for what parts words. */
const FOLDED = folded()

/** Abbreviations whose full stop ends nothing. */
const ABBREVIATIONS = [
  'dr',
  'mr',
  'mrs',
  'ms',
  'vs',
  'approx',
  'st',
  'no',
  'pt',
  'e',
  'g',
  'i',
  'fx',
  'hx',
  'dx',
  'tx',
  'sx',
  'yo',
  'o',
  'fig',
  'al',
  'incl',
  'resp',
  'dept',
  'prof',
  'neg',
  'pos',
  'bilat',
]

/** Those that a sentence may end with all the same: "never had PT. Takes naproxen". */
const CLOSING = ['pt', 'fx', 'hx', 'dx', 'tx', 'sx', 'neg', 'pos', 'bilat']

/** Those whose full stop is no mark at all. */
const TITLES = ['dr', 'mr', 'mrs', 'ms', 'prof']

/**
 * Reads a text into tokens. Hyphens and slashes only part words: "c-spine" reads as "c spine"; "isn't" reads as "is not". Linear in the text.
 * The result is overwritten by the next call.
 */
export function openTokenizer(vocabulary: Vocabulary): (text: string) => Tokens {
  const mark = Object.fromEntries(MARKS.map((written) => [written, vocabulary.add(written)])) as Record<
    (typeof MARKS)[number],
    number
  >
  const markOf = new Int32Array(128)
  for (const character of '.,;:?!' as const) markOf[character.charCodeAt(0)] = mark[character as '.']
  const abbreviations = vocabulary.setOf(ABBREVIATIONS)
  const closing = vocabulary.setOf(CLOSING)
  const contracted = CONTRACTED.map((written) => ({
    whole: vocabulary.add(written),
    verb: vocabulary.add(written.slice(0, -2)),
  }))
  const [firstContracted, lastContracted] = [contracted[0]?.whole ?? 0, contracted.at(-1)?.whole ?? 0]
  const decreased = vocabulary.add('decreased')
  const titles = vocabulary.setOf(TITLES)
  const tokens: Tokens = {
    text: '',
    count: 0,
    word: new Int32Array(64),
    start: new Int32Array(64),
    end: new Int32Array(64),
    sentence: new Int32Array(64),
    kind: new Uint8Array(64),
  }
  let sentence = 0
  let began = 0
  /** The sentence that the last plus stood in. */
  let signed = -Infinity

  function push(word: number, start: number, end: number, kind: number): void {
    const at = tokens.count
    if (at === tokens.word.length) grow(tokens)
    tokens.word[at] = word
    tokens.start[at] = start
    tokens.end[at] = end
    tokens.sentence[at] = sentence
    tokens.kind[at] = kind
    tokens.count = at + 1
    if (tokens.count - began >= LONGEST) endSentence()
  }

  function endSentence(): void {
    sentence += 1
    began = tokens.count
  }

  return (text) => {
    tokens.text = text
    tokens.count = 0
    sentence = 0
    began = 0
    signed = -Infinity
    const { length } = text
    for (let at = 0; at < length;) {
      const code = text.charCodeAt(at)
      const kind = CLASS[code] as number
      if (kind === OTHER || kind === UNSEEN) {
        if (beginsColumn(text, at, code)) endSentence()
        else if (code === 0x09 && endsCell(text, at)) push(mark[','], at, at + 1, MARK)
        at += 1
      } else if (kind <= DIGIT) at = readWord(text, at)
      else if (kind === PUNCTUATION) at = readMark(text, at, code)
      else if (kind === ARROW) {
        push(decreased, at, at + 1, WORD)
        at += 1
      } else if (kind === BREAK) {
        if (beginsAnew(text, at + 1)) endSentence()
        at += 1
      } else if (kind === DASH) at = readDash(text, at)
      else if (kind === PLUS) at = readPlus(text, at)
      else if (kind === BAR) at = readBar(text, at, code)
      else at = kind === MARKUP ? readMarkup(text, at, code) : readBracket(text, at, code)
    }
    return tokens
  }

  /** "Dx: spondylolysis C6\tSlip: no": the next column of a form, behind a tab or a wider gap. */
  function beginsColumn(text: string, at: number, code: number): boolean {
    const isGap =
      code === 0x09 || (code === 0x20 && text.charCodeAt(at - 1) === 0x20 && text.charCodeAt(at - 2) !== 0x20)
    return isGap && tokens.count > began && NEXT_LABEL.test(text.slice(at, at + LINE_START))
  }

  /** A tab between words parts what a comma would: "Weakness\tNo\tNumbness\tYes". */
  function endsCell(text: string, at: number): boolean {
    return tokens.count > began && tokens.kind[tokens.count - 1] !== MARK && CLASS[text.charCodeAt(at + 1)] === LETTER
  }

  /** Past a tag, a named character or a control word; past a single sign where it is none of them. */
  function readMarkup(text: string, at: number, code: number): number {
    if (code === 0x5c && !text.startsWith(RTF)) return at + 1
    const pattern = code === 0x3c ? TAG : code === 0x26 ? ENTITY : CONTROL_WORD
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found === null) return at + 1
    const name = found[1]?.toLowerCase() ?? ''
    if (CELLS.has(name)) {
      if (tokens.count > began && tokens.kind[tokens.count - 1] !== MARK) push(mark[','], at, at + 1, MARK)
    } else if (code === 0x3c ? name !== '' && !INLINE.has(name) : LINE_WORDS.has(name)) endSentence()
    return at + found[0].length
  }

  /** A run of letters and digits; "n't" at its end is a word of its own. */
  function readWord(text: string, start: number): number {
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
    if (negatedEnd > at) {
      if (at - 1 > start) push(numberOf(text, start, at - 1), start, at - 1, WORD)
      push(mark.not, at - 1, negatedEnd, WORD)
      return negatedEnd
    }
    const seen = unseen === 0 ? undefined : text.slice(start, at).replace(ALL_UNSEEN, '')
    const number =
      seen === undefined
        ? vocabulary.findHashed(low, high, text, start, at)
        : vocabulary.findHashed(low, high, seen, 0, seen.length)
    const verb =
      number >= firstContracted && number <= lastContracted
        ? contracted.find(({ whole }) => whole === number)?.verb
        : undefined
    if (verb !== undefined) {
      push(verb, start, at - 2, WORD)
      push(mark.not, at - 2, at, WORD)
      return at
    }
    if (digits === at - start && isItemNumber(text, start, at)) endSentence()
    push(number, start, at, kindOf(text.charCodeAt(start), at - start, digits))
    if (isValue() && NEXT_LABEL.test(text.slice(at, at + LINE_START))) endSentence()
    // Most words end at a space.
    return text.charCodeAt(at) === 0x20 ? at + 1 : at
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

  function numberOf(text: string, start: number, end: number): number {
    let [low, high] = [HASH_LOW, HASH_HIGH]
    for (let at = start; at < end; at++) {
      const lower = FOLDED[text.charCodeAt(at)] as number
      low = mixLow(low, lower)
      high = mixHigh(high, lower)
    }
    return vocabulary.findHashed(low, high, text, start, end)
  }

  /** Whether the last word stands right behind a colon, as a form's values do. */
  function isValue(): boolean {
    return (
      tokens.count >= 2 && tokens.word[tokens.count - 2] === mark[':'] && tokens.sentence[tokens.count - 2] === sentence
    )
  }

  function readMark(text: string, at: number, code: number): number {
    // "Numbness ..... No": leaders stand for a colon.
    if (code === 0x2e && text.startsWith('...', at)) {
      let after = at + 3
      while (text.charCodeAt(after) === 0x2e) after += 1
      push(mark[':'], at, after, MARK)
      return after
    }
    if (code === 0x2e && tokens.count > began && titles.has(tokens.word[tokens.count - 1] as number)) return at + 1
    // "Bracing?: no" is a label.
    if (code === 0x3f && text.charCodeAt(at + 1) === 0x3a) return at + 1
    push(markOf[code] as number, at, at + 1, MARK)
    if (ends(text, at, code)) endSentence()
    return at + 1
  }

  function readDash(text: string, at: number): number {
    // "+ numbness, - weakness": beside a plus that stands off, a dash that does is a minus.
    if (
      sentence - signed <= NEAR_SIGN &&
      /^\s[A-Za-z]/.test(text.slice(at + 1, at + 3)) &&
      /(?:^|[,;\n])\s*$/.test(text.slice(Math.max(0, at - 3), at))
    ) {
      push(mark['(-)'], at, at + 1, MARK)
      signed = sentence
      return at + 1
    }
    // "Numbness: -": an answer of its own.
    if (
      tokens.count > began &&
      tokens.word[tokens.count - 1] === mark[':'] &&
      LONE_DASH.test(text.slice(at + 1, at + 4))
    )
      push(mark['(-)'], at, at + 1, MARK)
    else if (
      tokens.count > began &&
      isBlank(text.charCodeAt(at - 1)) &&
      isBlank(text.charCodeAt(at + 1)) &&
      DASHED_ANSWER.test(text.slice(at + 1, at + 24))
    )
      push(mark[':'], at, at + 1, MARK)
    return at + 1
  }

  /** "no fever, +cough": a sign on its word, or where something new begins. */
  function readPlus(text: string, at: number): number {
    const before = text.slice(Math.max(0, at - 3), at)
    if (
      /^[A-Za-z]/.test(text.charAt(at + 1))
        ? /(?:^|[\s,;:(/])$/.test(before)
        : /^\s[A-Za-z]/.test(text.slice(at + 1, at + 3)) && /(?:^|[,;:\n])\s*$/.test(before)
    ) {
      push(mark['(+)'], at, at + 1, MARK)
      signed = sentence
    }
    return at + 1
  }

  /** A bar, and a slash that stands off before a word, part what a comma would: "Numbness Y / Weakness N". */
  function readBar(text: string, at: number, code: number): number {
    if (
      tokens.count > began &&
      (code === 0x7c || (text.charCodeAt(at - 1) === 0x20 && /^\s[A-Za-z]/.test(text.slice(at + 1, at + 3))))
    )
      push(mark[','], at, at + 1, MARK)
    return at + 1
  }

  function markOfBox(inside: string): number {
    if (inside === '') return mark['[_]']
    if (inside === '+') return mark['(+)']
    return inside === '-' || inside === '–' ? mark['(-)'] : mark['[x]']
  }

  /** (-), (+), and boxes, ticked or not. */
  function readBracket(text: string, at: number, code: number): number {
    if (code !== 0x28 && code !== 0x5b) {
      push(code === 0x2610 ? mark['[_]'] : mark['[x]'], at, at + 1, MARK)
      return at + 1
    }
    const box = BOX.exec(text.slice(at, at + 9))
    if (box === null) return at + 1
    push(markOfBox(box[1] as string), at, at + box[0].length, MARK)
    return at + box[0].length
  }

  function ends(text: string, at: number, code: number): boolean {
    if (code === 0x2e || code === 0x3b) {
      GOES_ON.lastIndex = at + 1
      if (GOES_ON.test(text)) return false
    }
    if (code === 0x21 || code === 0x3b) return true
    // "? radiculopathy" asks about what follows it.
    if (code === 0x3f)
      return (
        !ANSWER.test(text.slice(at + 1, at + 16)) &&
        ((CLASS[text.charCodeAt(at - 1)] ?? OTHER) === LETTER ||
          (CLASS[text.charCodeAt(at - 1)] ?? OTHER) === DIGIT ||
          text.charAt(at - 1) === ')')
      )
    if (code !== 0x2e) return false
    const next = text.charCodeAt(at + 1)
    if (at + 1 < text.length && !isBlank(next)) return false
    const before = tokens.count - 2 >= began ? (tokens.word[tokens.count - 2] as number) : UNKNOWN
    if (before === UNKNOWN || !abbreviations.has(before)) return true
    return (
      (closing.has(before) && tokens.count - 2 > began && /^\s+[A-Z?]/.test(text.slice(at + 1, at + 4))) ||
      /^\s+[A-Z][a-z]+ (?:is|was|has|were|are)\b/.test(text.slice(at + 1, at + LINE_START))
    )
  }
}

/** C, L, S and T, in either case. */
const SPINE = new Set([...'clstCLST'].map((letter) => letter.charCodeAt(0)))

function kindOf(first: number, length: number, digits: number): number {
  if (digits === length) return NUMBER_KIND
  if (length > 3 || digits !== length - 1 || !SPINE.has(first)) return WORD
  return length > 1 ? LEVEL : first < 0x60 ? SPINE_LETTER : WORD
}

const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0

/** Where the word that ends at `at` ends with its 't: "isn't", "can’t", "isn&#39;t"; `at` where it has none. */
function endOfNegated(text: string, at: number): number {
  if ((text.charCodeAt(at - 1) | 0x20) !== 0x6e || isBlank(text.charCodeAt(at))) return at
  APOSTROPHE.lastIndex = at
  const apostrophe = APOSTROPHE.exec(text)?.[0].length ?? 0
  const end = at + apostrophe + 1
  const after = CLASS[text.charCodeAt(end)] ?? OTHER
  return apostrophe > 0 && (text.charCodeAt(end - 1) | 0x20) === 0x74 && after !== LETTER && after !== DIGIT ? end : at
}

/** Whether a line that begins at `at` begins a sentence: it is empty, or begins with a capital, a bullet, a number or a box. */
function beginsAnew(text: string, at: number): boolean {
  let first = at
  while (
    first < text.length &&
    first - at < LINE_START &&
    (text.charCodeAt(first) === 0x20 || text.charCodeAt(first) === 0x09 || text.charCodeAt(first) === 0x0d)
  )
    first += 1
  const code = text.charCodeAt(first)
  if (first >= text.length || code === 0x0a || (code >= 0x41 && code <= 0x5a) || CLASS[code] === BRACKET) return true
  if (CLASS[code] === LETTER && code < 128) return false
  const line = text.slice(at, at + LINE_START)
  return BULLET.test(line) || HEADING.test(line) || (TIMED.test(line) && followsRecord(text, at - 1))
}

/** Whether the line that ends at `end` may stand before one of a running record. */
function followsRecord(text: string, end: number): boolean {
  const from = text.lastIndexOf('\n', end - 1) + 1
  return end - from <= FULL_LINE || TIMED.test(text.slice(from, from + LINE_START))
}

function classes(): Uint8Array {
  const found = new Uint8Array(65_536)
  for (let code = 0; code < found.length; code++) {
    const character = String.fromCharCode(code)
    if (/\p{L}/u.test(character)) found[code] = LETTER
    else if (/\p{N}/u.test(character)) found[code] = DIGIT
    else if (/[\p{Mn}\p{Cf}]/u.test(character) && code !== ZERO_WIDTH_SPACE) found[code] = UNSEEN
  }
  for (const character of '.,;:?!') found[character.charCodeAt(0)] = PUNCTUATION
  for (const character of '([☐☑☒✓✔') found[character.charCodeAt(0)] = BRACKET
  for (const character of '<&\\') found[character.charCodeAt(0)] = MARKUP
  for (const character of '-–—') found[character.charCodeAt(0)] = DASH
  for (const character of '↓⇓') found[character.charCodeAt(0)] = ARROW
  found[0x2bc] = OTHER
  found[0x2b] = PLUS
  for (const character of '|/') found[character.charCodeAt(0)] = BAR
  found[0x0a] = BREAK
  return found
}

function folded(): Uint16Array {
  return Uint16Array.from(CLASS, (kind, code) => {
    if (kind !== LETTER && kind !== DIGIT) return 0
    const lower = String.fromCharCode(code).toLowerCase()
    return code < 256 && lower.length === 1 && lower.charCodeAt(0) < 256 ? lower.charCodeAt(0) : code
  })
}

function grow(tokens: Tokens): void {
  for (const name of ['word', 'start', 'end', 'sentence'] as const) {
    const larger = new Int32Array(tokens[name].length * 2)
    larger.set(tokens[name])
    tokens[name] = larger
  }
  const kind = new Uint8Array(tokens.kind.length * 2)
  kind.set(tokens.kind)
  tokens.kind = kind
}
