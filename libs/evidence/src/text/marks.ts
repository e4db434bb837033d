import { CLASS, DIGIT, LETTER, OTHER, isBlank } from './characters.js'
import { LINE_START } from './lines.js'
import { beginSentenceAt, endSentence, hasBegun, push, type Scan } from './scan.js'
import { MARK, WORD } from './tokens.js'
import { UNKNOWN } from './vocabulary.js'

const ANSWER =
  /^\s{1,3}(?:a:\s?)?(?:yes|yeah|yep|no|nope|none|y|n|denies|not|never|neg|negative|absent|present|pos|positive|sometimes)\b/i
/** Who answers, before the answer: "Patient: No", "[patient] yes". */
const SPEAKER =
  /^\s{1,3}(?:\[(?:patient|pt|guest_\w{1,12})\]|(?:patient|pt)\s?:)(?=\s{1,3}(?:yes|yeah|yep|no|nope|never)\b)/i
/**
 * "Retention on arrival; this has resolved", "a CT was ordered. This showed": what says no more than this is said of
 * what stood before.
 */
const GOES_ON = new RegExp(
  [
    / (?:[Tt]h(?:is|ese)|[Ii]t|[Tt]hey) (?:showed|revealed|demonstrated|disclosed)\b/,
    / (?:[Tt]h(?:is|ese)|[Ii]t|[Bb]oth|[Tt]hey) (?:(?:has|have|had|also|since|soon|later|completely|fully) )*(?:resolved|passed|cleared|subsided|healed)\b/,
    / (?:[Tt]h(?:is|ese)|[Ii]t|[Bb]oth|[Tt]hey) (?:(?:was|were|has|have|been|later|subsequently|then|ultimately|since) )+(?:ruled out|excluded|disproven|dismissed)\b/,
    / (?:[\w-]+ ){1,5}(?:ruled (?:this|it|that|these|both) out|ruled out (?:this|it)|excluded (?:this|it|both))\b/,
    / (?:[Ss]?[Hh]e|[Pp]t|[Pp]atient) den(?:ies|ied) (?:it|this|these|both|them)\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'y',
)

/** A mark of punctuation, and whether a sentence ends with it. */
export function readMark(scan: Scan, text: string, at: number, code: number): number {
  // "Numbness ..... No": leaders stand for a colon.
  if (code === 0x2e && text.startsWith('...', at)) {
    let after = at + 3
    while (text.charCodeAt(after) === 0x2e) after += 1
    push(scan, scan.mark[':'], at, after, MARK)
    return after
  }
  const { tokens } = scan
  if (code === 0x2e && hasBegun(scan) && scan.titles.has(tokens.word[tokens.count - 1] as number)) return at + 1
  // "Bracing?: no" is a label.
  if (code === 0x3f && text.charCodeAt(at + 1) === 0x3a) return at + 1
  if (code === 0x2e && isShortened(scan, text, at)) return at + 1
  if (code === 0x3a) beginAtHeading(scan, text)
  if (code === 0x3b && isInList(scan, text, at)) {
    push(scan, scan.mark[','], at, at + 1, MARK)
    return at + 1
  }
  push(scan, scan.markOf[code] as number, at, at + 1, MARK)
  const speaker = code === 0x3f ? SPEAKER.exec(text.slice(at + 1, at + LINE_START)) : null
  if (speaker !== null) return at + 1 + speaker[0].length
  if (ends(scan, text, at, code)) endSentence(scan)
  return at + 1
}

/** "Mother has gout PHYSICAL EXAMINATION:": a heading in capitals that runs on from small letters begins a sentence. */
function beginAtHeading(scan: Scan, text: string): void {
  const { tokens, began, headings } = scan
  const { start, end, word, kind, count } = tokens
  let first = count
  while (first > began && isInCapitals(text, start[first - 1] as number, end[first - 1] as number)) first -= 1
  if (first <= began || first === count || kind[first - 1] === MARK) return
  const length = (end[count - 1] as number) - (start[first] as number)
  if (length < 2) return
  const isLong = length >= SHORTEST_HEADING
  if (isLong || word.subarray(first, count).every((each) => headings.has(each))) beginSentenceAt(scan, first)
}

/** A heading in capitals that is not known by name is no shorter. */
const SHORTEST_HEADING = 5

function isInCapitals(text: string, from: number, to: number): boolean {
  for (let at = to - 1; at >= from; at--) {
    const code = text.charCodeAt(at)
    if (code < 0x41 || code > 0x5a) return false
  }
  return true
}

/** "No evid. for", "neg. for": a point behind an abbreviation that a small letter follows is no mark. */
function isShortened({ tokens, began, abbreviations }: Scan, text: string, at: number): boolean {
  return (
    tokens.count > began &&
    isSmallLetter(text.charCodeAt(at + 2)) &&
    isBlank(text.charCodeAt(at + 1)) &&
    (abbreviations.has(tokens.word[tokens.count - 1] as number) || UNIT.test(text.slice(Math.max(0, at - 5), at)))
  )
}

const isSmallLetter = (code: number): boolean => code >= 0x61 && code <= 0x7a

/** A dose, or how often: "500 mg. daily", "q.4-6h. as needed". */
const UNIT = /\d\s?(?:h|hr|hrs|mg|mcg|ml|cc|cm|mm|g|gm|kg|tab)$/i

/** "Denies fever; chills; weakness", "risks include infection; bleeding": items of a list, not sentences. */
function isInList({ tokens: { word, count }, began, listing }: Scan, text: string, at: number): boolean {
  if (!ITEM.test(text.slice(at + 1, at + 1 + LONGEST_ITEM))) return false
  for (let i = began; i < count; i++) if (listing.has(word[i] as number)) return true
  return false
}
const LONGEST_ITEM = 80
const ITEM =
  /^\s(?!(?:[^;.]*\s)?(?:he|she|they|it|has|have|had|is|was|are|were|but|however|then|will|we|i)\s)[a-z][\w'-]*(?:,?\s[\w'/-]+){0,7}(?=[;.])/

function ends(scan: Scan, text: string, at: number, code: number): boolean {
  if ((code === 0x2e || code === 0x3b) && text.charCodeAt(at + 1) === 0x20) {
    GOES_ON.lastIndex = at + 1
    if (GOES_ON.test(text)) return false
  }
  if (code === 0x21 || code === 0x3b) return true
  if (code === 0x3f) return isFullQuestion(text, at)
  return code === 0x2e && isFullStop(scan, text, at)
}

/** "? radiculopathy" asks about what follows it. */
function isFullQuestion(text: string, at: number): boolean {
  const before = CLASS[text.charCodeAt(at - 1)] ?? OTHER
  return (
    !ANSWER.test(text.slice(at + 1, at + 16)) && (before === LETTER || before === DIGIT || text.charAt(at - 1) === ')')
  )
}

/**
 * "Consent was obtained.The patient", "his angiogram.neurology": between two words a point without a blank ends a
 * sentence all the same.
 */
function runsOn({ tokens, began, abbreviations }: Scan, text: string, at: number): boolean {
  const before = tokens.count - 2
  return (
    before >= began &&
    tokens.kind[before] === WORD &&
    !abbreviations.has(tokens.word[before] as number) &&
    RUNS_ON.test(text.slice(at - 3, at + 5))
  )
}

const RUNS_ON = /[A-Za-z][a-z)][a-z)]\.(?:[a-z]{3}|[A-Z](?:[a-z]|\s\w|\W))/

function isFullStop(scan: Scan, text: string, at: number): boolean {
  const { tokens, began, abbreviations, closing } = scan
  if (at + 1 < text.length && !isBlank(text.charCodeAt(at + 1))) return runsOn(scan, text, at)
  const before = tokens.count - 2 >= began ? (tokens.word[tokens.count - 2] as number) : UNKNOWN
  if (before === UNKNOWN || !abbreviations.has(before)) return true
  return (
    (closing.has(before) && tokens.count - 2 > began && /^\s+[A-Z?]/.test(text.slice(at + 1, at + 4))) ||
    /^\s+[A-Z][a-z]+ (?:is|was|has|were|are)\b/.test(text.slice(at + 1, at + LINE_START))
  )
}
