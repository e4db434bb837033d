import type { Match } from '../lexicon/find-phrases.js'
import type { Category } from '../lexicon/lexicon.js'
import { OBJECT, endsPart } from './clauses.js'
import { isCare, someMention, type FoundModifier, type Sentence } from './sentence.js'

/**
 * Care that is planned, or declined, is not given yet, unless words say that it was; no other concept is changed by
 * these.
 */
export const CARE_CATEGORIES: readonly Category[] = ['planned', 'declined', 'given', 'withheld', 'result', 'stopped']

/**
 * "tried PT, will start a brace": of words about care before a mention, the nearest counts; but "has not worn a brace
 * or tried PT" denies both.
 */
export function isOverruledCare(category: Category, after: number, before: number, sentence: Sentence): boolean {
  const {
    modifiers,
    tokens: { word },
    grammar,
  } = sentence
  const isDeniedToo = (other: FoundModifier): boolean =>
    category === 'withheld' &&
    other.category === 'given' &&
    word.subarray(other.phrase.first - OBJECT, other.phrase.first).includes(grammar.or)
  return (
    CARE_CATEGORIES.includes(category) &&
    modifiers.some(
      (other) =>
        other.direction === 'forward' &&
        other.category !== category &&
        CARE_CATEGORIES.includes(other.category) &&
        other.phrase.last > after &&
        other.phrase.last < before &&
        before - other.phrase.last - 1 <= other.within &&
        !isDeniedToo(other) &&
        !(category === 'planned' && isAlsoAdvised(other, sentence)),
    )
  )
}

/** "I recommend PT and taking naproxen": what one is advised to do besides is planned too. */
export const isAlsoAdvised = (
  { category, phrase }: FoundModifier,
  { modifiers, tokens: { word }, grammar }: Sentence,
): boolean =>
  category === 'given' &&
  grammar.advised.has(word[phrase.first] as number) &&
  grammar.conjunctions.has(word[phrase.first - 1] as number) &&
  modifiers.some(
    (other) => other.category === 'planned' && other.direction === 'forward' && other.phrase.last < phrase.first,
  )

/**
 * "If no better, PT", "if it gets worse, a collar": care is what such a condition opens for, unless it is given: "if it
 * hurts, he takes naproxen".
 */
export function isForCare(category: Category, mention: Match, sentence: Sentence): boolean {
  return (
    category === 'planned' ||
    (category === 'hypothetical' &&
      isCare(mention, sentence) &&
      !sentence.modifiers.some((other) => other.category === 'given'))
  )
}

/**
 * "was to start PT in March but lost his insurance and never went": where it has no object of its own, it is about the
 * care last spoken of.
 */
export function isLaterClause({ category, phrase }: FoundModifier, mention: Match, sentence: Sentence): boolean {
  if (category !== 'withheld' && category !== 'declined') return false
  return (
    sentence.grammar.newClause.has(sentence.tokens.word[phrase.first - 1] as number) &&
    endsPart(phrase.last, sentence) &&
    !someMention(mention.last, phrase.first, sentence.phrases)
  )
}

/** "a referral to PT has been placed", "a script for a new brace was given": what was given is the paper. */
export function isOnPaper({ first }: Match, { modifiers }: Sentence): boolean {
  return modifiers.some(
    ({ category, governsVerbs, phrase }) =>
      category === 'planned' && governsVerbs && phrase.last < first && first - phrase.last <= OBJECT + 1,
  )
}

/**
 * "brace ordered and PT completed": a word about care is another mention's where that one, and a word of its own, stand
 * between.
 */
export function isOfOtherCare(
  category: Category,
  after: number,
  before: number,
  { modifiers, phrases }: Sentence,
): boolean {
  if (!CARE_CATEGORIES.includes(category)) return false
  const own = modifiers.find(
    (other) =>
      other.direction === 'backward' &&
      CARE_CATEGORIES.includes(other.category) &&
      other.phrase.first > after &&
      other.phrase.last < before,
  )
  return (
    own !== undefined &&
    phrases.some((phrase) => phrase.meant.concepts.length > 0 && phrase.first > own.phrase.last && phrase.last < before)
  )
}
