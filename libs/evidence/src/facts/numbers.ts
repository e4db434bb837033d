import type { Match } from '../lexicon/find-phrases.js'
import type { Size } from '../lexicon/lexicon.js'
import { NUMBER_KIND, type Tokens } from '../text/tokens.js'
import type { Fact } from './fact.js'

export type Measure = Required<Pick<Fact, 'value'>> & Pick<Fact, 'unit'>

/** The longest stretch beside a mention in which its size is said. */
const BESIDE = 32
const MM_AFTER =
  /^\s?(?:\(|,)?\s?(?:(?:of|by|measuring|measures|is|approximately|about|roughly|up to|~)\s){0,3}(\d+(?:\.\d+)?)\s?mm\b/i
const MM_BEFORE = /(\d+(?:\.\d+)?)[\s-]?mm\s(?:(?:of|anterior|forward|posterior|degenerative|isthmic|degree)\s){0,3}$/i
const GRADE = /\b(?:grade|meyerding)\s(?:grade\s)?([1-5]|iv|v|i{1,3})\b/i
const GRADE_AFTER = /^\s?(?:\(|,)?\s?(?:meyerding\s)?grade\s([1-5]|iv|v|i{1,3})\b/i
const GRADE_BEFORE = /\bgrade\s([1-5]|iv|v|i{1,3})\s(?:\w+\s)?$/i
const ROMAN = ['i', 'ii', 'iii', 'iv', 'v']

const NUMBER_BEFORE = /(\d+(?:\.\d+)?)\s?$/
const NUMBER_AFTER = /^\s?(?:(?:of|is|was|at|:|=)\s?){0,2}(\d+(?:\.\d+)?)\b/i

/** The size that stands beside a concept's mention, if it is one that has a size. */
export function sizeOf(
  concept: string,
  start: number,
  end: number,
  text: string,
  sizes: ReadonlyMap<string, Size>,
): Measure | undefined {
  const size = sizes.get(concept)
  if (size === undefined) return undefined
  return size === 'slip' ? slipAt(start, end, text) : densityAt(start, end, text)
}

function densityAt(start: number, end: number, text: string): Measure | undefined {
  if (!/^(?:hu|hounsfield)/i.test(text.slice(start, end))) return undefined
  const number = (NUMBER_BEFORE.exec(text.slice(Math.max(0, start - BESIDE), start)) ??
    NUMBER_AFTER.exec(text.slice(end, end + BESIDE)))?.[1]
  return number === undefined ? undefined : { value: Number(number), unit: 'HU' }
}

/** Millimetres, else the Meyerding grade, in the mention or beside it. */
function slipAt(start: number, end: number, text: string): Measure | undefined {
  const [before, named, after] = [
    text.slice(Math.max(0, start - BESIDE), start),
    text.slice(start, end),
    text.slice(end, end + BESIDE),
  ]
  const millimetres = (MM_AFTER.exec(after) ?? MM_BEFORE.exec(before))?.[1]
  if (millimetres !== undefined) return { value: Number(millimetres), unit: 'mm' }
  const grade = (GRADE.exec(named) ?? GRADE_AFTER.exec(after) ?? GRADE_BEFORE.exec(before))?.[1]?.toLowerCase()
  return grade === undefined
    ? undefined
    : { value: ROMAN.includes(grade) ? ROMAN.indexOf(grade) + 1 : Number(grade), unit: 'grade' }
}

/** "H&H 9.8 and 29": hemoglobin is the lesser of the two. */
const WITH_HEMATOCRIT = /^h\W{0,3}(?:and\s)?h\b/i
const SECOND = /^\s?(?:and|\/|,|over)\s?(\d+(?:\.\d+)?)\b/i
const FROM_TO = /\bfrom\s+\S+\s+to\s/i

/** The number that stands in a phrase: "pH 7.28", "4+/5"; the later one of "fell from 12 to 7.1". */
export function numberIn({ first, last }: Match, { text, kind, start, end }: Tokens): Measure {
  if (WITH_HEMATOCRIT.test(text.slice(start[first], end[last]))) {
    const values = Array.from({ length: last - first + 1 }, (_, i) => first + i)
      .filter((at) => kind[at] === NUMBER_KIND)
      .map((at) => Number(text.slice(start[at], end[at])))
    // The phrase may end at the first of them: "H&H was steady at 38.2 and 12.9".
    const second = SECOND.exec(text.slice(end[last], (end[last] as number) + BESIDE))?.[1]
    return { value: Math.min(...values, ...(second === undefined ? [] : [Number(second)])) }
  }
  let at = first
  if (FROM_TO.test(text.slice(start[first], end[last]))) at = last
  while (at < last && kind[at] !== NUMBER_KIND) at += 1
  const [from, to] = [start[at] as number, end[at] as number]
  const isStrength = /^[+-]?\s?(?:\/|out of|of)\s?5$/.test(text.slice(to, end[last]))
  return { value: Number(text.slice(from, to)), ...(isStrength && { unit: '/5' }) }
}
