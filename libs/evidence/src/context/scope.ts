import type { Match } from '../lexicon/find-phrases.js'
import { isMention } from '../lexicon/find-phrases.js'
import {
  CARE_CATEGORIES,
  isAlsoAdvised,
  isForCare,
  isLaterClause,
  isOfOtherCare,
  isOnPaper,
  isOverruledCare,
  isOwnCare,
} from './care.js'
import { isSigned } from './checkboxes.js'
import {
  beginsClause,
  beginsStatement,
  beginsVerb,
  breaksBetween,
  endsPart,
  hasOwnPredicate,
  isAsserted,
  isConsequence,
  isOfPlace,
  isOfLack,
  isOfNext,
  isOfPerson,
  isOfSubordinate,
  isOpening,
  opensClause,
} from './clauses.js'
import { isBareItem, isInsideItem, isListOf, listClosesAfter, onlyDescribes } from './lists.js'
import { isKnown, isPresupposed, isUndone } from './presupposition.js'
import {
  hasComma,
  isCare,
  isTest,
  isVerb,
  partsSubject,
  someMention,
  wordsBetween,
  type FoundModifier,
  type Sentence,
} from './sentence.js'

/**
 * Between a comma, a verb or a "but" and the word that it belongs to stand no more than so many others: "but *criteria*
 * were not met".
 */
const HEAD = 2
export function reachesForward(word: FoundModifier, mention: Match, sentence: Sentence): boolean {
  const { category, phrase, stops, within, takesLists } = word
  if (
    phrase.last >= mention.first ||
    isOverruledCare(category, phrase.last, mention.first, sentence) ||
    headingEndsBetween(phrase.last, mention.first, sentence)
  )
    return false
  if (isOfLack(phrase, mention, sentence)) return false
  if (category === 'planned' && isOwnCare(phrase.last, mention, sentence)) return false
  // "recovered from the weakness": what is past was there.
  if (
    (category !== 'historical' && category !== 'resolved' && isPresupposed(phrase, mention, sentence)) ||
    (category === 'possible' && !isCare(mention, sentence) && isKnown(phrase, mention, sentence))
  )
    return false
  if (category === 'given' && isAlsoAdvised(word, sentence)) return false
  if (category === 'possible' && beginsVerb(phrase.last, mention.first, sentence)) return false
  if (
    category === 'negated' &&
    (beginsClause(phrase.last, mention.first, sentence) || isUndone(phrase, mention.first, sentence))
  )
    return false
  if (
    stops.some(
      (stop) =>
        stop.first > phrase.last &&
        stop.last < mention.first &&
        !governs(word, stop, sentence) &&
        !(
          category === 'negated' &&
          (isInsideItem(stop, mention, sentence) || (takesLists && onlyDescribes(stop, mention, sentence)))
        ),
    )
  )
    return false
  if (
    within !== Infinity &&
    (wordsBetween(phrase.last, mention.first, sentence) > within ||
      (category !== 'experiencer' && hasComma(phrase.last, mention.first, sentence)))
  )
    return false
  if (sentence.tokens.word[phrase.first] === sentence.grammar.minus && isSigned(mention, sentence)) return false
  if (within !== Infinity || !hasComma(phrase.last, mention.first, sentence)) return true
  if (isAsserted(phrase.last, mention, sentence, stops)) return false
  if (category === 'negated' && beginsStatement(phrase.last, mention.last, sentence)) return false
  return (
    (takesLists && (isForCare(category, mention, sentence) || !isOpening(phrase, sentence))) ||
    isBareItem(phrase.last, mention, sentence) ||
    (!opensClause(phrase.last, mention.first, sentence) && listClosesAfter(mention.first, stops, sentence))
  )
}

/**
 * A verb does not end the scope of the word that governs it: right behind it ("nobody has", "past history is notable
 * for"), in a clause that it says something of ("denies that he has"), with a negative subject ("no film of the neck
 * has shown"), or under a condition ("if the MRI shows").
 */
function governs({ category, phrase: word, governsVerbs }: FoundModifier, stop: Match, sentence: Sentence): boolean {
  const {
    phrases,
    tokens: { word: words },
    grammar,
  } = sentence
  // "continue with", "proceed with": a particle of the word.
  if (CARE_CATEGORIES.includes(category) && stop.first === word.last + 1 && words[stop.first] === grammar.with)
    return true
  if (category === 'hypothetical' && isConsequence(word, stop, sentence)) return true
  if (!isVerb(stop)) return false
  let [onlyLight, hasThat] = [true, false]
  for (let i = word.last + 1; i < stop.first; i++) {
    const each = words[i] as number
    if (each === grammar.comma || grammar.conjunctions.has(each)) return false
    if (!grammar.light.has(each)) onlyLight = false
    if (each === grammar.that) hasThat = true
  }
  return (
    onlyLight ||
    ((governsVerbs || hasThat) &&
      !phrases.some(
        (phrase) =>
          phrase.first > word.last &&
          phrase.last < stop.first &&
          isMention(phrase) &&
          phrase.meant.modality === undefined,
      ))
  )
}

/**
 * A heading's colon ends a scope that began within it, unless it opens the word's own list: "denies:", "negative for
 * the following:".
 */
function headingEndsBetween(after: number, before: number, { grammar, tokens: { word } }: Sentence): boolean {
  for (let i = after + 2; i < before; i++)
    if (word[i] === grammar.colon && word[i - 1] !== grammar.following) return true
  return false
}

/** A word behind reaches a mention that nothing parts from it, or that is its subject all the same. */
export function reachesBack(word: FoundModifier, mention: Match, sentence: Sentence): boolean {
  const { category, phrase, within, takesLists } = word
  if (
    phrase.first <= mention.last ||
    (within !== Infinity && wordsBetween(mention.last, phrase.first, sentence) > within) ||
    isOfOtherCare(category, mention.last, phrase.first, sentence) ||
    (category === 'given' && isOnPaper(mention, sentence)) ||
    hasOwnPredicate(mention, phrase, sentence) ||
    isOfPlace(mention, phrase, sentence)
  )
    return false
  // "an MRI, which showed a tear": what a test shows says that it was done.
  const isOfOther = (): boolean => !(category === 'given' && isTest(mention, sentence)) && isOfNext(phrase, sentence)
  if (
    (sentence.tokens.word[phrase.first - 1] === sentence.grammar.comma ||
      sentence.grammar.newClause.has(sentence.tokens.word[phrase.first - 1] as number)) &&
    isOfOther()
  )
    return false
  if (isOfSubordinate(mention, phrase, sentence) || isOfPerson(word, sentence)) return false
  const breaks = breaksBetween(mention.last, phrase.first, word.stops, sentence)
  const end = breaks.at(-1)
  if (end === undefined || isLaterClause(word, mention, sentence)) return true
  const others = breaks.slice(0, -1)
  if (breaks.every(({ stop }) => stop === undefined) && (takesLists || isListOf(mention, phrase, sentence))) return true
  if (phrase.first - end.last - 1 > HEAD || someMention(end.last, phrase.first, sentence.phrases) || isOfOther())
    return false
  const isAside = others[0]?.hasComma === true
  // "was considered but not felt to be present", "has been suspected": the subject stands before.
  if (end.stop !== undefined)
    return !partsSubject(end.stop) && (isAside || others.every(({ stop }) => stop !== undefined && !partsSubject(stop)))
  const head = sentence.tokens.word.subarray(end.last + 1, phrase.first + 1)
  if (head.some((each) => sentence.grammar.anaphors.has(each)))
    return !someMention(mention.last, phrase.first, sentence.phrases)
  if (isAside) return head.some((each) => sentence.grammar.auxiliaries.has(each))
  if (others.length > 0) return false
  return (
    head.some((each) => sentence.grammar.subjects.has(each)) ||
    (phrase.first === end.last + 1 &&
      !sentence.grammar.auxiliaries.has(sentence.tokens.word[phrase.first] as number) &&
      endsPart(phrase.last, sentence))
  )
}
