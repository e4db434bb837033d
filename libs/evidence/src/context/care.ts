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

/** Between care and the condition behind it stand no more than so many words: "PT *will be arranged* if". */
const BEHIND = 8

/**
 * "If he is no better, we will order an MRI", "PT if it fails": care that waits for a condition is no plan yet. "If" in
 * the midst of a clause asks something, and does not open one.
 */
export function isConditional({ first, last }: Match, sentence: Sentence): boolean {
  const {
    from,
    to,
    grammar,
    tokens: { word },
  } = sentence
  for (let i = from; i < first; i++)
    if (
      opensCondition(i, sentence) &&
      word.subarray(i, first).some((each) => grammar.auxiliaries.has(each) || grammar.modals.has(each))
    )
      return true
  for (let i = last + 1; i < to && i <= last + BEHIND && !grammar.punctuation.has(word[i] as number); i++) {
    if (grammar.conjunctions.has(word[i] as number)) return false
    if (grammar.supposing.has(word[i] as number)) return !grammar.asking.has(word[i - 1] as number)
  }
  return false
}

/** "if", "unless", or "should" at the beginning of a sentence or behind a comma. */
const opensCondition = (at: number, { from, grammar, tokens: { word } }: Sentence): boolean =>
  (grammar.supposing.has(word[at] as number) || word[at] === grammar.should) &&
  (at === from || grammar.punctuation.has(word[at - 1] as number) || grammar.conjunctions.has(word[at - 1] as number))

/** So many words, or more, stand between a plan and somebody's care that it only concerns. */
const CONCERNS = 3

/** "will ask his doctor about *his* insulin": care that is somebody's is under way, whatever is planned beside it. */
export const isOwnCare = (after: number, { first }: Match, { grammar, tokens: { word } }: Sentence): boolean =>
  grammar.possessive.has(word[first - 1] as number) && first - 1 - after > CONCERNS

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
