import type { Category } from '../lexicon/lexicon.js'
import { nameOf, type Name, type SectionNames } from './names.js'

/** A heading's name is no longer. */
export const LONGEST_NAME = 61
/** What stands before one in its line is no longer, so that looking for it stays linear in the text. */
export const LONGEST_MARGIN = 80
/** A known heading of so many words may have a dash for its colon: "Plan - PT, collar". */
const DASHED = 2
const DASH = ' - '
/** A line of an enumeration. */
export const ITEM = /^[ \t]*(?:[-•*–][ \t]?|\d+[.)][ \t]|[[(☐☑☒✓✔])/

export interface Heading extends Name {
  start: number
  /** How far its line stands in; undefined for one within a line. */
  indent: number | undefined
}

/**
 * From the beginning of a line, or of a sentence, up to a colon; or a short line of its own. Each is looked for from
 * its end, for prose has few colons.
 */
export function headingsOf(text: string, names: SectionNames): Heading[] {
  const headings: Heading[] = []
  let colon = nextOf(text, ':', 0)
  let dash = nextOf(text, DASH, 0)
  for (let line = 0; line < text.length;) {
    const lineEnd = nextOf(text, '\n', line)
    for (; colon < lineEnd; colon = nextOf(text, ':', colon + 1)) {
      const heading = headingUpTo(text, colon, line, names)
      if (heading !== undefined) headings.push(heading)
    }
    if (dash < line) dash = nextOf(text, DASH, line)
    const dashed = dash - line < LONGEST_NAME && dash < lineEnd ? headingUpTo(text, dash, line, names) : undefined
    if (dashed?.category !== undefined && dashed.words <= DASHED) headings.push(dashed)
    const heading = headingUpTo(text, beforeMark(text, lineEnd, line), line, names)
    if (heading !== undefined && isHeadingLine(heading, text.slice(lineEnd + 1, lineEnd + 80))) headings.push(heading)
    line = lineEnd + 1
  }
  return headings
}

/** The heading whose name ends before `end`, in the line that begins at `line`. */
function headingUpTo(text: string, end: number, line: number, names: SectionNames): Heading | undefined {
  let last = end
  while (last > line && isOf(text, last - 1, BLANK | RULE)) last -= 1
  const capital = text[end] === ':' ? capitalName(text, line, last, names) : undefined
  if (capital !== undefined) return { start: capital, indent: undefined, ...nameOf(text.slice(capital, last), names) }
  let from = last
  while (from > line && isOf(text, from - 1, IN_NAME)) {
    from -= 1
    // Prose, too long for a name already.
    if (last - from > LONGEST_NAME && !isOf(text, from, BLANK)) return undefined
  }
  let bound = from
  while (bound > line && isOf(text, bound - 1, BLANK)) bound -= 1
  from = afterBlanks(text, from)
  if (from >= last || last - from > LONGEST_NAME || !isOf(text, from, LETTER)) return undefined
  const margin = afterBlanks(text, line)
  // "2. Pain: ibuprofen": an item of what it stands under.
  if (isNumber(text, margin, bound - 1))
    return { start: line, indent: margin - line + 1, ...nameOf(text.slice(from, last), names) }
  if (bound > line && isSentenceEnd(text.charCodeAt(bound - 1)))
    return from > bound && isOf(text, from, CAPITAL)
      ? { start: bound - 1, indent: undefined, ...nameOf(text.slice(from, last), names) }
      : undefined
  if (bound - line > LONGEST_MARGIN) return undefined
  return isRuled(text, margin, bound)
    ? { start: line, indent: margin - line, ...nameOf(text.slice(from, last), names) }
    : undefined
}

/**
 * A heading in capitals that runs on from a line in small letters, without a stop: "Positive for lupus PHYSICAL
 * EXAMINATION:".
 */
const CAPITAL_NAME = /[a-z0-9)][.,]?\s+([A-Z][A-Z/&-]+(?:\s[A-Z][A-Z/&-]+){0,5})$/
/** A shorter one is known by its name: "HPI", "A/P". */
const SHORTEST_CAPITALS = 5

/** Where such a heading that ends before `last` begins. */
function capitalName(text: string, line: number, last: number, names: SectionNames): number | undefined {
  if (!isOf(text, last - 1, CAPITAL)) return undefined
  const name = CAPITAL_NAME.exec(text.slice(Math.max(line, last - LONGEST_NAME), last))?.[1]
  if (name === undefined || (name.length < SHORTEST_CAPITALS && !nameOf(name, names).isBeside)) return undefined
  return last - name.length
}

/** A line without a colon: in capitals, or a known heading that stands over an enumeration. */
function isHeadingLine({ category, isCapital, words }: Name, next: string): boolean {
  return isCapital || (category !== undefined && (!isOfCare(category) || words <= 3 || ITEM.test(next)))
}

/** Whether a section is about treatments. */
export const isOfCare = (category: Category): boolean =>
  category === 'planned' || category === 'declined' || category === 'given' || category === 'withheld'

/** What a character may be in a heading, or around one. */
const [IN_NAME, LETTER, CAPITAL, BLANK, RULE] = [1, 2, 4, 8, 16]
const CLASS = Uint8Array.from({ length: 128 }, (_, code) => {
  const is = (pattern: RegExp, kind: number): number => (pattern.test(String.fromCharCode(code)) ? kind : 0)
  return (
    is(/[A-Za-z0-9 /&,()'-]/, IN_NAME) |
    is(/[A-Za-z]/, LETTER) |
    is(/[A-Z]/, CAPITAL) |
    is(/[ \t]/, BLANK) |
    is(/[#*=]/, RULE)
  )
})

const isOf = (text: string, at: number, kinds: number): boolean => ((CLASS[text.charCodeAt(at)] ?? 0) & kinds) !== 0
const isSentenceEnd = (code: number): boolean => code === 0x2e || code === 0x3b

function nextOf(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from)
  return at === -1 ? text.length : at
}

function afterBlanks(text: string, from: number): number {
  let at = from
  while (isOf(text, at, BLANK)) at += 1
  return at
}

/** Where a line's text ends: before its blanks, and before its question mark. */
function beforeMark(text: string, lineEnd: number, line: number): number {
  let end = lineEnd
  while (end > line && (isOf(text, end - 1, BLANK) || text[end - 1] === '\r')) end -= 1
  return end > line && text[end - 1] === '?' ? end - 1 : end
}

/** Whether an item's number stands there, and nothing else. */
function isNumber(text: string, from: number, to: number): boolean {
  let at = from
  while (at < to && at - from < 3 && isDigit(text.charCodeAt(at))) at += 1
  return at === to && at > from
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

/** Whether nothing stands there, or the signs that some write before a heading: "## Plan". */
function isRuled(text: string, from: number, to: number): boolean {
  let at = from
  while (at < to && isOf(text, at, RULE)) at += 1
  return afterBlanks(text, at) >= to
}
