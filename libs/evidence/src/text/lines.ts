import { BRACKET, CLASS, LETTER } from './characters.js'
import { hasBegun, type Scan } from './scan.js'

/** Longest run of a line that is looked at to tell a heading or a bullet from prose. */
export const LINE_START = 48
/** The next label of a form that goes on in its line: "Numbness: No  Weakness: No". */
export const NEXT_LABEL = /^[ \t|]+[A-Z](?:[A-Za-z/-]| (?! )){0,30}\??:/
/** Before a word a bullet may stand without a blank, but where a range goes on: "C5\n-C6". */
const BULLET = /^\s*(?:#|(?:[-*•]|\d+[.)])\s|[-*•](?![A-Z]?\d+\b(?!-)|ve\b)\w)/
/** A line of a running record: "0330", "14:05"; where the line before it is one too, or no full one of prose. */
const TIMED = /^\s*(?:[01]\d|2[0-3]):?[0-5]\d\b/
const FULL_LINE = 60
const HEADING = /^\s*[A-Z][A-Za-z /&]{1,40}:/
/** A label in small letters, where the line before has one too: "fever: no\ncough: yes". */
const LABEL =
  /^\s*[a-z][a-z /&-]{1,30}:\s*(?:yes|no|none|denie[sd]|present|absent|positive|negative|mild|moderate|severe|[-+])/i

const ITEM = /^[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]*(?=[A-Za-z])/
/** The head of a list that denies its items: "She denies the following:". */
const DENIAL =
  /\b(?:den(?:ies|ied|y|ying)|negatives (?:include|included|are|were)|negative for|no evidence of)\b(?:(?!but\b|reports?\b|except\b|has\b)[^\n:.;]){0,40}:[ \t\r]*$/i

/** How long the bullet is with which a line begins; 0 where it begins with none. */
export const bulletAt = (text: string, at: number): number =>
  ITEM.exec(text.slice(at, at + LINE_START))?.[0].length ?? 0

/** Whether the line that ends at `end` is the head of a denied list. */
export const headsDenial = (text: string, end: number): boolean =>
  DENIAL.test(text.slice(Math.max(text.lastIndexOf('\n', end - 1) + 1, end - HEAD), end))
/** No head is longer, in characters. */
const HEAD = 120

/** "Dx: spondylolysis C6\tSlip: no": the next column of a form, behind a tab or a wider gap. */
export function beginsColumn(scan: Scan, text: string, at: number, code: number): boolean {
  const isGap = code === 0x09 || (code === 0x20 && text.charCodeAt(at - 1) === 0x20 && text.charCodeAt(at - 2) !== 0x20)
  return isGap && hasBegun(scan) && NEXT_LABEL.test(text.slice(at, at + LINE_START))
}

/**
 * Whether a line that begins at `at` begins a sentence: it is empty, or begins with a capital, a bullet, a number or a
 * box.
 */
export function beginsNewSentence(text: string, at: number): boolean {
  let first = at
  while (
    first < text.length &&
    first - at < LINE_START &&
    (text.charCodeAt(first) === 0x20 || text.charCodeAt(first) === 0x09 || text.charCodeAt(first) === 0x0d)
  )
    first += 1
  const code = text.charCodeAt(first)
  if (first >= text.length || code === 0x0a || (code >= 0x41 && code <= 0x5a) || CLASS[code] === BRACKET) return true
  const line = text.slice(at, at + LINE_START)
  if (CLASS[code] === LETTER && code < 128) return LABEL.test(line) && followsLabel(text, at - 1)
  return BULLET.test(line) || HEADING.test(line) || (TIMED.test(line) && followsRecord(text, at - 1))
}

/** Whether the line that ends at `end` has a label and its answer. */
function followsLabel(text: string, end: number): boolean {
  const from = text.lastIndexOf('\n', end - 1) + 1
  return end - from <= FULL_LINE && /^\s*[A-Za-z][a-z /&-]{1,30}:\s*\S/.test(text.slice(from, end))
}

/** Whether the line that ends at `end` may stand before one of a running record. */
function followsRecord(text: string, end: number): boolean {
  const from = text.lastIndexOf('\n', end - 1) + 1
  return end - from <= FULL_LINE || TIMED.test(text.slice(from, from + LINE_START))
}
