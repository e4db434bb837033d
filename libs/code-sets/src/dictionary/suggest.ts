import type { CodeDictionary } from './code-dictionary.js'
import { keyCode, lastKeyUnder, lowerBound, codeKey } from './code-key.js'

/** What may be meant by a string that is no code on the day. */
export interface Suggestion {
  /**
   * `not-yet`: a code of a later day, with the one that serves until then; `placeholder`: the 7th character stands too
   * far left (S12.8A); `no-seventh`: a complete code with a 7th character (M43.02XA); `seventh-missing`; `successor`: a
   * code that was deleted; `misspelt`: two characters changed places, a letter was read for a digit, or a digit is too
   * many. Of procedures: `letter-for-digit`: the letter O or I, which none has; `neighbours`: a code that was deleted,
   * and those that differ from it in one character.
   */
  how:
    | 'not-yet'
    | 'placeholder'
    | 'no-seventh'
    | 'seventh-missing'
    | 'successor'
    | 'misspelt'
    | 'letter-for-digit'
    | 'neighbours'
  /** Valid on the day, normalized, in order; empty only for a code of a later day that nothing serves for. */
  codes: string[]
  /** The first day of a code of a later day. */
  from?: string
}

/** What is asked of the code set on one day. */
export interface CodesOnDay {
  codes: CodeDictionary
  isValid(code: string): boolean
  /** Was it ever a code? */
  ever(code: string): boolean
  /** Its first day, where that is later than this one. */
  laterFrom(code: string): string | undefined
  title(code: string): string
}

const COMPLETE = 7
const CATEGORY = 3

/**
 * The first of these that gives any code: a form is mended before a spelling is guessed at. `code` is normalized and
 * not valid on the day.
 */
export function suggest(code: string, on: CodesOnDay): Suggestion | undefined {
  if (code.length < CATEGORY || code.length > COMPLETE || codeKey(code) < 0) return undefined
  const from = on.laterFrom(code)
  if (from !== undefined) return { how: 'not-yet', codes: servingUntil(code, on), from }
  const ways: [Suggestion['how'], (code: string, on: CodesOnDay) => string[]][] = [
    ['successor', successors],
    ['placeholder', withPlaceholder],
    ['seventh-missing', withSeventh],
    ['no-seventh', withoutTail],
    ['misspelt', respelt],
  ]
  for (const [how, find] of ways) {
    const codes = find(code, on)
    if (codes.length > 0) return { how, codes }
  }
  return undefined
}

/** Of a deleted code: the one under its stem that took over its title, else all that do with the same 7th character. */
function successors(code: string, on: CodesOnDay): string[] {
  if (!on.ever(code)) return []
  const stem = code.length === COMPLETE ? code.slice(0, -1).replace(/X+$/, '') : code
  const under = validUnder(stem, on).filter((other) => code.length < COMPLETE || other.slice(-1) === code.slice(-1))
  const same = under.filter((other) => on.title(other) === on.title(code))
  return same.length > 0 ? same : under
}

function withPlaceholder(code: string, on: CodesOnDay): string[] {
  if (code.length === COMPLETE) return []
  const moved = code.slice(0, -1).padEnd(COMPLETE - 1, 'X') + code.slice(-1)
  return on.isValid(moved) ? [moved] : []
}

function withSeventh(code: string, on: CodesOnDay): string[] {
  if (code.length === COMPLETE && !code.endsWith('X')) return []
  return validUnder(code.slice(0, COMPLETE - 1).padEnd(COMPLETE - 1, 'X'), on)
}

/** The longest valid beginning; only what looks like a 7th character or its placeholders may be too much. */
function withoutTail(code: string, on: CodesOnDay): string[] {
  const complete = /^(.{3,6}?)X*[A-Z]$/.exec(code)?.[1]
  return complete !== undefined && on.isValid(complete) ? [complete] : []
}

/** The code that a subdivision came under before it was made: its longest beginning that is valid. */
function servingUntil(code: string, on: CodesOnDay): string[] {
  for (let length = code.length - 1; length >= CATEGORY; length--)
    if (on.isValid(code.slice(0, length))) return [code.slice(0, length)]
  return []
}

/** Letters and digits that are read or typed for one another. */
const ALIKE: Record<string, string> = {
  O: '0',
  '0': 'O',
  I: '1',
  '1': 'I',
  L: '1',
  S: '5',
  '5': 'S',
  B: '8',
  '8': 'B',
  Z: '2',
  '2': 'Z',
  G: '6',
  '6': 'G',
}

function respelt(code: string, on: CodesOnDay): string[] {
  const swapped = Array.from(
    { length: code.length - 1 },
    (_, i) => code.slice(0, i) + code.charAt(i + 1) + code.charAt(i) + code.slice(i + 2),
  )
  const misread = [...code].flatMap((character, i) =>
    ALIKE[character] === undefined ? [] : [code.slice(0, i) + ALIKE[character] + code.slice(i + 1)],
  )
  const shorter = code.length > CATEGORY ? [code.slice(0, -1)] : []
  return [...new Set([...swapped, ...misread, ...shorter])].filter(on.isValid).sort()
}

function validUnder(stem: string, { codes: { diagnosisKeys: keys }, isValid }: CodesOnDay): string[] {
  const [first, end] = [lowerBound(keys, codeKey(stem)), lowerBound(keys, lastKeyUnder(stem) + 1)]
  return Array.from(keys.subarray(first, end), keyCode).filter(isValid)
}
