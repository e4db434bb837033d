import { modifiersOf } from '../context/context.js'
import type { Sentence } from '../context/sentence.js'
import { isMention, type Match } from '../lexicon/find-phrases.js'

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

/** Between an operation and what it was for stand no more than so many words: "laminectomy *of L4 and L5* for". */
const BEFORE_FOR = 5

/**
 * "A prior laminectomy *for stenosis*", "two fusions for a slip": what a past operation was for is past with it; what
 * came back has words of its own.
 */
export function isOfFormerOperation(
  mention: Match,
  sentence: Sentence,
  date: string | undefined,
  operations: ReadonlySet<string>,
): boolean {
  const { from, grammar, phrases, tokens } = sentence
  const { word } = tokens
  const purpose = purposeAt(mention, sentence)
  if (purpose < 0 || mention.meant.concepts.some((concept) => operations.has(concept))) return false
  const operation = phrases.findLast(
    ({ last, meant }) => last < purpose && meant.concepts.some((concept) => operations.has(concept)),
  )
  if (operation === undefined || purpose - operation.last > BEFORE_FOR) return false
  if (word.subarray(operation.last, purpose).some((each) => grammar.punctuation.has(each))) return false
  return (
    isCounted(operation, sentence) ||
    isOfFormerYear(operation, sentence, date) ||
    word.subarray(Math.max(from, operation.first - COUNT), operation.first).some((each) => grammar.former.has(each)) ||
    modifiersOf(operation, sentence).has('recorded')
  )
}

/** Where the "for" stands that a mention is the purpose of; -1 where none does. */
function purposeAt({ first }: Match, { from, phrases, grammar, tokens: { word } }: Sentence): number {
  let at = first - 1
  while (at >= from && word[at] !== grammar.for && !grammar.punctuation.has(word[at] as number)) at -= 1
  if (at < from || word[at] !== grammar.for) return -1
  return phrases.some((phrase) => phrase.first > at && phrase.last < first && isMention(phrase)) ? -1 : at
}
