/** What an ISA says of its interchange. The separators are UTF-16 units; `repetition` is 0 where there is none. */
export interface Isa {
  element: number
  component: number
  repetition: number
  terminator: string
  /** From the ISA's first character to behind its terminator, in characters as sent. */
  length: number
  controlNumber: string
  /** ISA05 to ISA16, without the blanks that fill them up: by their number. */
  text(element: number): string
  /** Elements of another width than the standard's 106 characters in all. */
  isOddLength: boolean
}

/** More text than the longest ISA that is read, wrapped lines and all. */
const LONGEST = 300
const ELEMENTS = 16

const LF = 10
const CR = 13
const SPACE = 32

/**
 * The ISA at `from`: its separators stand where it uses them, whatever the widths of its elements (16 separators, the
 * component separator, the terminator). `more` where the text ends too early to tell, `none` where it is not an ISA.
 */
export function isaAt(s: string, from: number, isLast: boolean): Isa | 'more' | 'none' {
  const known = Math.min(s.length, from + LONGEST)
  const element = s.charCodeAt(from + 3)
  if (!'ISA'.startsWith(s.slice(from, from + 3)) || isAlphanumeric(element) || element === SPACE) return 'none'
  const starts = separatorsOf(s, from + 3, known, element)
  if (starts.length < ELEMENTS) return known === from + LONGEST || isLast ? 'none' : 'more'
  const component = skipBreaks(s, (starts[ELEMENTS - 1] as number) + 1)
  const end = terminatorAfter(s, component, isLast)
  if (end === undefined) return isLast ? 'none' : 'more'
  const text = s.slice(from, end + 1).replace(/[\r\n]/g, '')
  const elements = text.split(String.fromCharCode(element))
  // A person may be called ISA: that what stands here is an envelope, its version (ISA12) shows.
  if (!/^\d{3,5}$/.test((elements[12] ?? '').trim())) return 'none'
  const repetition = (elements[11] ?? '').charCodeAt(0)
  return {
    element,
    component: s.charCodeAt(component),
    // A letter is the older "U" of a standards body (ISA11 before version 00402).
    repetition: Number.isNaN(repetition) || isAlphanumeric(repetition) || repetition === SPACE ? 0 : repetition,
    terminator: s.charAt(end),
    length: end + 1 - from,
    controlNumber: (elements[13] ?? '').trim(),
    text: (element) => (elements[element] ?? '').trim(),
    isOddLength: text.length + (isBreak(s.charCodeAt(end)) ? 1 : 0) !== 106,
  }
}

function separatorsOf(s: string, from: number, to: number, element: number): number[] {
  const found: number[] = []
  for (let i = from; i < to && found.length < ELEMENTS; i++) if (s.charCodeAt(i) === element) found.push(i)
  return found
}

/**
 * Where the terminator is: what follows ISA16, spaces left out. A line break is the terminator where the next segment
 * follows it, else the line was wrapped here. Undefined where the text ends before one can tell.
 */
function terminatorAfter(s: string, component: number, isLast: boolean): number | undefined {
  let at = component + 1
  while (s.charCodeAt(at) === SPACE) at += 1
  if (at >= s.length) return undefined
  if (!isBreak(s.charCodeAt(at))) return at
  const next = skipBreaks(s, at)
  if (next >= s.length && !isLast) return undefined
  const isWrapped = next < s.length && !isUpperCase(s.charCodeAt(next)) && s.charCodeAt(next) !== SPACE
  return isWrapped ? next : at + (s.charCodeAt(at) === CR && s.charCodeAt(at + 1) === LF ? 1 : 0)
}

function skipBreaks(s: string, from: number): number {
  let at = from
  while (isBreak(s.charCodeAt(at))) at += 1
  return at
}

const isBreak = (c: number): boolean => c === LF || c === CR
const isUpperCase = (c: number): boolean => c >= 65 && c <= 90
const isAlphanumeric = (c: number): boolean => (c >= 48 && c <= 57) || isUpperCase(c) || (c >= 97 && c <= 122)
