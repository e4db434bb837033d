import type { Sentence } from '../context/sentence.js'
import type { Match } from '../lexicon/find-phrases.js'

/** An operation of the year before may still be of this stay. */
const FORMER = 2

/** "Several back surgeries": operations that are counted are past. */
export function isCounted(
  { first, last }: Match,
  { from, grammar, tokens: { text, word, start, end } }: Sentence,
): boolean {
  return (
    SURGERIES.test(text.slice(start[first], end[last])) &&
    word.subarray(Math.max(from, first - COUNT), first).some((each) => grammar.counted.has(each))
  )
}
/** Between the number and what it counts stand no more than so many words. */
const COUNT = 3
const SURGERIES = /(?:surgeries|operations)$/i

/**
 * "Disc replacement from January 2005", "two laminectomies, 1990 and 1994": whether the first year that its clause
 * names behind an operation lies years before its document.
 */
export function isOfFormerYear(
  { last }: Match,
  { to, grammar, phrases, tokens: { text, word, start, end } }: Sentence,
  date: string | undefined,
): boolean {
  if (date === undefined) return false
  for (let i = last + 1; i < to && !grammar.punctuation.has(word[i] as number); i++) {
    if (word[i] === grammar.year) return Number(date.slice(0, 4)) - Number(text.slice(start[i], end[i])) >= FORMER
    if (phrases.some(({ first, meant }) => first === i && meant.stops.some(({ kind }) => kind === 'verb'))) return false
  }
  return false
}
