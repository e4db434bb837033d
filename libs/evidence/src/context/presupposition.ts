import type { Match } from '../lexicon/find-phrases.js'
import { NUMBER_KIND } from '../text/tokens.js'
import type { Sentence } from './sentence.js'

/** "if the slip progresses", "I doubt that her stenosis explains it": what such a clause is about is there. */
export function isPresupposed(word: Match, mention: Match, sentence: Sentence): boolean {
  const { grammar } = sentence
  const { word: words } = sentence.tokens
  const clause = determinerOf(mention, sentence) - 1
  return (
    clause >= word.first &&
    (grammar.clausal.has(words[clause] as number) ||
      (words[clause] === grammar.of && grammar.aspects.has(words[clause - 1] as number))) &&
    !isSaidToBe(mention, sentence)
  )
}

/** Where "the", "his" or "this" stands that makes a mention a certain one; -1 where none does. */
function determinerOf({ first }: Match, { grammar, tokens: { word, kind } }: Sentence): number {
  let at = first - 1
  while (kind[at] === NUMBER_KIND || grammar.measures.has(word[at] as number)) at -= 1
  if (grammar.definite.has(word[at] as number) || grammar.pointing.has(word[at] as number)) return at
  return grammar.definite.has(word[at - 1] as number) ? at - 1 : -1
}

/** "the slip is confirmed", "his weakness returns": it is the question whether it is there. */
const isSaidToBe = ({ last }: Match, { grammar, tokens: { word } }: Sentence): boolean =>
  grammar.comingUp.has(word[last + 1] as number) || grammar.comingUp.has(word[last + 2] as number)

/**
 * "may explain the weakness", "I think that his stenosis is to blame": a doubt is about something else than a finding
 * that is known.
 */
export const isKnown = (word: Match, mention: Match, sentence: Sentence): boolean =>
  determinerOf(mention, sentence) > word.last && !isSaidToBe(mention, sentence)

/** Between a word of inability and "without" stand no more than so many others. */
const ABLE = 6

/** "unable to walk without numbness", "rarely a day without": one denial of another says that it is there. `to`: where the mention is. */
export function isUndone({ first }: Match, to: number, sentence: Sentence): boolean {
  const {
    from,
    grammar,
    tokens: { word },
  } = sentence
  if (word[first] !== grammar.without) return isBeforeWithout(first, to, sentence)
  for (let i = first - 1; i >= from && i >= first - 1 - ABLE; i--) {
    if (grammar.punctuation.has(word[i] as number)) return false
    if (grammar.unable.has(word[i] as number)) return true
  }
  return false
}

/** "*never* climbs stairs without numbness": the first of the two. */
function isBeforeWithout(first: number, mention: number, { grammar, tokens: { word } }: Sentence): boolean {
  if (!grammar.unable.has(word[first] as number)) return false
  const between = word.subarray(first + 1, Math.min(mention, first + 2 + ABLE))
  return between.includes(grammar.without) && !between.some((each) => grammar.punctuation.has(each))
}
