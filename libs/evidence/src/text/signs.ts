import { isBlank } from './characters.js'
import { hasBegun, push, type Scan } from './scan.js'
import { MARK } from './tokens.js'

/** What a box or a pair of brackets has in it: nothing, a tick, or a sign. */
const BOX = /^[([]\s{0,3}([xX✓✔+–-]?)\s{0,3}[)\]]/
/** "Numbness - no": behind a label, a dash before an answer stands for a colon. */
const DASHED_ANSWER =
  /^\s{1,3}(?:yes|no(?: (?:evidence|signs?|symptoms|complaints))?|none|y|n|denies|denied|absent|present|negative|positive)\b\s{0,3}(?:[.,;(\n]|$)/i
const LONE_DASH = /^[ \t]*(?:[,;.\r\n]|$)/
/** A sign counts for so many sentences, or lines, after it. */
const NEAR_SIGN = 2

export function readDash(scan: Scan, text: string, at: number): number {
  const written = signLength(scan, text, at)
  if (written > 0) {
    push(scan, scan.mark['(-)'], at, at + written, MARK)
    scan.signed = scan.sentence
    return at + written
  }
  if (isMinus(scan, text, at)) {
    push(scan, scan.mark['(-)'], at, at + 1, MARK)
    scan.signed = scan.sentence
    return at + 1
  }
  if (!hasBegun(scan)) return at + 1
  const { tokens, mark } = scan
  // "Numbness: -": an answer of its own.
  if (tokens.word[tokens.count - 1] === mark[':'] && LONE_DASH.test(text.slice(at + 1, at + 4)))
    push(scan, mark['(-)'], at, at + 1, MARK)
  else if (
    isBlank(text.charCodeAt(at - 1)) &&
    isBlank(text.charCodeAt(at + 1)) &&
    DASHED_ANSWER.test(text.slice(at + 1, at + 24))
  )
    push(scan, mark[':'], at, at + 1, MARK)
  return at + 1
}

/** "guarding -ve", "pale -, clammy +", "fever-, cough+": the length of a sign behind its word; 0 without a sign. */
function signLength(scan: Scan, text: string, at: number): number {
  if (!hasBegun(scan)) return 0
  if (isGlued(scan, text, at)) return 1
  if (!isBlank(text.charCodeAt(at - 1))) return 0
  const after = text.slice(at + 1, at + 4)
  if (/^ve\b/i.test(after)) return 3
  return /^(?:[,;]|\.?$)/.test(after) && /[A-Za-z]\s$/.test(text.slice(at - 2, at)) ? 1 : 0
}

/** "fever-, cough+": a sign on its word, where another one is too; "alcohol-, drug-induced" has none. */
function isGlued({ sentence, signed }: Scan, text: string, at: number): boolean {
  if (!/^(?:[,;]\s|\.?$)/.test(text.slice(at + 1, at + 3)) || !/[a-z]{3}$/.test(text.slice(at - 3, at))) return false
  return sentence === signed || GLUED.test(text.slice(at + 1, at + AHEAD))
}
const GLUED = /^[^\n.]*?[a-z]{3}[+-](?:[,;.]?\s|\.?$)/
/** In characters, how far ahead the other sign is looked for. */
const AHEAD = 80

/** "+ numbness, - weakness": beside a plus that stands off, a dash that does is a minus. */
function isMinus({ sentence, signed }: Scan, text: string, at: number): boolean {
  return (
    sentence - signed <= NEAR_SIGN &&
    /^\s[A-Za-z]/.test(text.slice(at + 1, at + 3)) &&
    /(?:^|[,;\n])\s*$/.test(text.slice(Math.max(0, at - 3), at))
  )
}

/** "no fever, +cough": a sign on its word, or where something new begins. */
export function readPlus(scan: Scan, text: string, at: number): number {
  const written = signLength(scan, text, at)
  if (written > 0) {
    push(scan, scan.mark['(+)'], at, at + written, MARK)
    scan.signed = scan.sentence
    return at + written
  }
  const before = text.slice(Math.max(0, at - 3), at)
  if (
    /^[A-Za-z]/.test(text.charAt(at + 1))
      ? /(?:^|[\s,;:(/])$/.test(before)
      : /^\s[A-Za-z]/.test(text.slice(at + 1, at + 3)) && /(?:^|[,;:\n])\s*$/.test(before)
  ) {
    push(scan, scan.mark['(+)'], at, at + 1, MARK)
    scan.signed = scan.sentence
  }
  return at + 1
}

/** A bar, and a slash that stands off before a word, part what a comma would: "Numbness Y / Weakness N". */
export function readBar(scan: Scan, text: string, at: number, code: number): number {
  if (
    hasBegun(scan) &&
    (code === 0x7c || (text.charCodeAt(at - 1) === 0x20 && /^\s[A-Za-z]/.test(text.slice(at + 1, at + 3))))
  )
    push(scan, scan.mark[','], at, at + 1, MARK)
  return at + 1
}

/** (-), (+), and boxes, ticked or not. */
export function readBracket(scan: Scan, text: string, at: number, code: number): number {
  const { mark } = scan
  if (code !== 0x28 && code !== 0x5b) {
    push(scan, code === 0x2610 ? mark['[_]'] : mark['[x]'], at, at + 1, MARK)
    return at + 1
  }
  const box = BOX.exec(text.slice(at, at + 9))
  if (box === null) return at + 1
  push(scan, markOfBox(mark, box[1] as string), at, at + box[0].length, MARK)
  return at + box[0].length
}

function markOfBox(mark: Scan['mark'], inside: string): number {
  if (inside === '') return mark['[_]']
  if (inside === '+') return mark['(+)']
  return inside === '-' || inside === '–' ? mark['(-)'] : mark['[x]']
}
