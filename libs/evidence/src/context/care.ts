import type { Match } from '../lexicon/find-phrases.js'
import type { Change } from '../lexicon/lexicon.js'
import { OBJECT, endsPart } from './clauses.js'
import { isCare, someMention, type Changing, type Sentence } from './sentence.js'

/** Care that is planned, or declined, is not given yet, unless words say that it was; no other concept is changed by these. */
export const CARE_CHANGES: readonly Change[] = ['planned', 'declined', 'given', 'withheld', 'effect', 'stopped']

/** "tried PT, will start a brace": of words about care before a mention, the nearest counts; but "has not worn a brace or tried PT" denies both. */
export function isOverruledCare(
  change: Change,
  after: number,
  before: number,
  { changes, tokens: { word }, grammar }: Sentence,
): boolean {
  const isDeniedToo = (other: Changing): boolean =>
    change === 'withheld' &&
    other.change === 'given' &&
    word.subarray(other.phrase.first - OBJECT, other.phrase.first).includes(grammar.or)
  return (
    CARE_CHANGES.includes(change) &&
    changes.some(
      (other) =>
        other.side === 'before' &&
        other.change !== change &&
        CARE_CHANGES.includes(other.change) &&
        other.phrase.first > after &&
        other.phrase.last < before &&
        before - other.phrase.last - 1 <= other.within &&
        !isDeniedToo(other),
    )
  )
}

/** "If no better, PT", "if it gets worse, a collar": care is what such a condition opens for, unless it is given: "if it hurts, he takes naproxen". */
export function isForCare(change: Change, mention: Match, sentence: Sentence): boolean {
  return (
    change === 'planned' ||
    (change === 'hypothetical' &&
      isCare(mention, sentence) &&
      !sentence.changes.some((other) => other.change === 'given'))
  )
}

/** "was to start PT in March but lost his insurance and never went": where it has no object of its own, it is about the care last spoken of. */
export function isLaterClause({ change, phrase }: Changing, mention: Match, sentence: Sentence): boolean {
  if (change !== 'withheld' && change !== 'declined') return false
  return (
    sentence.grammar.newClause.has(sentence.tokens.word[phrase.first - 1] as number) &&
    endsPart(phrase.last, sentence) &&
    !someMention(mention.last, phrase.first, sentence.phrases)
  )
}

/** "a referral to PT has been placed", "a script for a new brace was given": what was given is the paper. */
export function isOnPaper({ first }: Match, { changes }: Sentence): boolean {
  return changes.some(
    ({ change, governsVerbs, phrase }) =>
      change === 'planned' && governsVerbs && phrase.last < first && first - phrase.last <= OBJECT + 1,
  )
}

/** "brace ordered and PT completed": a word about care is another mention's where that one, and a word of its own, stand between. */
export function isOfOtherCare(change: Change, after: number, before: number, { changes, phrases }: Sentence): boolean {
  if (!CARE_CHANGES.includes(change)) return false
  const own = changes.find(
    (other) =>
      other.side === 'after' &&
      CARE_CHANGES.includes(other.change) &&
      other.phrase.first > after &&
      other.phrase.last < before,
  )
  return (
    own !== undefined &&
    phrases.some((phrase) => phrase.meant.concepts.length > 0 && phrase.first > own.phrase.last && phrase.last < before)
  )
}
