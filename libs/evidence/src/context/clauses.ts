import type { WordSet } from '../text/vocabulary.js'
import { isMention, type Match } from '../lexicon/find-phrases.js'
import { NUMBER_KIND, isBetween } from '../text/tokens.js'
import { isVerb, partsSubject, someMention, stopsBetween, type FoundModifier, type Sentence } from './sentence.js'

/** Who does something with a thing stands no further before it. */
const CLAUSE = 8
/** Before what a verb goes on to stand no more than so many words: "refused *her evening* ibuprofen". */
export const OBJECT = 2
/**
 * "Without evidence of a slip, stenosis has progressed", "if he looks up, tingling comes": what opens a sentence this
 * way ends before its subject; but not "if it fails to heal, a slip may come".
 */
export function isOpening({ first }: Match, { from, to, tokens: { word }, grammar }: Sentence): boolean {
  if (first !== from || !grammar.opening.has(word[first] as number)) return false
  for (let i = word.indexOf(grammar.comma, first); i < to; i++) if (grammar.modals.has(word[i] as number)) return false
  return true
}

/** "if", "as long as"; and "should" where it opens a sentence: "should Tylenol not do, naproxen". */
export const isCondition = ({ first, last }: Match, { from, tokens: { word }, grammar }: Sentence): boolean =>
  grammar.conditions.has(word[last] as number) || (first === from && word[first] === grammar.should)

/**
 * "if he falls, he could be paralyzed": who something may come to, behind the comma of a condition; but "if he sits, it
 * will tingle" tells what does.
 */
export const isConsequence = (word: Match, stop: Match, sentence: Sentence): boolean =>
  isCondition(word, sentence) &&
  sentence.tokens.word[stop.first] === sentence.grammar.comma &&
  sentence.grammar.remote.has(sentence.tokens.word[stop.last + 1] as number)

/**
 * "for pain that Tylenol does not hold he may take naproxen", "it does not pass and he feels weak": who does the next
 * thing begins a clause, unless the denial is of what he does.
 */
export function beginsClause(after: number, before: number, { grammar, tokens: { word } }: Sentence): boolean {
  for (let i = Math.max(after + 2, before - CLAUSE); i < before - 1; i++)
    if (
      grammar.subjects.has(word[i] as number) &&
      (word[i - 1] === grammar.and ||
        (grammar.modals.has(word[i + 1] as number) && !grammar.light.has(word[i - 1] as number)))
    )
      return true
  return false
}

/** "appeared pale *and felt* weak": what one feels is no more in doubt than how one looked. */
export function beginsVerb(after: number, before: number, { grammar, tokens: { word } }: Sentence): boolean {
  for (let i = after + 1; i < before; i++)
    if (word[i] === grammar.and && grammar.feeling.has(word[i + 1] as number)) return true
  return false
}

/**
 * "with no return, lidocaine *was* injected to numb the root": a clause of its own behind a comma; but not "no bulge,
 * *which was* seen before, or stenosis".
 */
export function beginsStatement(after: number, before: number, { grammar, tokens: { word } }: Sentence): boolean {
  let comma = after + 1
  while (comma < before && word[comma] !== grammar.comma) comma += 1
  for (let i = comma + 2; i < before; i++)
    if (grammar.finite.has(word[i] as number))
      return word[i - 1] !== grammar.which && word[i - 1] !== grammar.that && word[i - 1] !== grammar.as
  return false
}

/**
 * "Without fusion the segment could become unstable": what would come is said of a lack, which a clause of its own
 * follows.
 */
export function isOfLack(
  { first, last }: Match,
  mention: Match,
  { from, tokens: { word }, grammar }: Sentence,
): boolean {
  if (first !== from || word[first] !== grammar.without) return false
  return word.subarray(last + 1, mention.first).some((each) => grammar.modals.has(each) || grammar.subjects.has(each))
}

/** "without a slip, and spondylosis at C5": two things need no comma to be a list, so what follows one is said separately. */
export function opensClause(after: number, first: number, { grammar, tokens }: Sentence): boolean {
  const before = grammar.determiners.has(tokens.word[first - 1] as number) ? first - 2 : first - 1
  if (tokens.word[before] !== grammar.and || tokens.word[before - 1] !== grammar.comma) return false
  return !isBetween(grammar.comma, after, before - 1, tokens)
}

/**
 * "NSAIDs she has not taken", "the brace that he was told to wear": what goes on to no object is of the one that stands
 * before its subject.
 */
export function isOfFronted({ phrase }: FoundModifier, { last }: Match, sentence: Sentence): boolean {
  const { word } = sentence.tokens
  let subject =
    word[last + 1] === sentence.grammar.comma && word[last + 2] === sentence.grammar.which ? last + 2 : last + 1
  if (word[subject] === sentence.grammar.that || word[subject] === sentence.grammar.which) subject += 1
  if (
    !sentence.grammar.takers.has(word[subject] as number) ||
    phrase.first <= subject ||
    phrase.first - subject - 1 > OBJECT ||
    !endsPart(phrase.last, sentence)
  )
    return false
  return word
    .subarray(subject + 1, phrase.first)
    .every((each) => !sentence.grammar.punctuation.has(each) && !sentence.grammar.conjunctions.has(each))
}

/** "PT when the collar is off": what is said in a clause of time is of what stands in it. */
export function isOfSubordinate({ last }: Match, word: Match, { phrases, tokens, grammar }: Sentence): boolean {
  for (let i = last + 1; i < word.first; i++)
    if (grammar.subordinating.has(tokens.word[i] as number)) return someMention(i, word.first, phrases)
  return false
}

/** "weakness, and she could be followed": what may be of a person is of no finding before. */
export const isOfPerson = (
  { category, phrase }: FoundModifier,
  { from, tokens: { word }, grammar }: Sentence,
): boolean => category === 'possible' && phrase.first > from && grammar.persons.has(word[phrase.first - 1] as number)

/**
 * "weakness and resolved numbness", "takes naproxen and has never worn a hard collar": what goes on to another mention
 * is that one's.
 */
export function isOfNext({ last, meant }: Match, { phrases, tokens: { word }, grammar }: Sentence): boolean {
  const farthest =
    last +
    1 +
    (meant.modifiers.some(({ direction }) => direction === 'forward')
      ? OBJECT
      : Number(grammar.determiners.has(word[last + 1] as number)))
  const next = phrases.find((phrase) => phrase.first > last && phrase.first <= farthest && isMention(phrase))
  if (next === undefined) return false
  for (let i = last + 1; i < next.first; i++)
    if (
      grammar.punctuation.has(word[i] as number) ||
      grammar.trailing.has(word[i] as number) ||
      grammar.conjunctions.has(word[i] as number)
    )
      return false
  return true
}

/** What may part a mention from a word behind it: a comma, or a phrase that ends scopes. */
interface Break {
  last: number
  stop: Match | undefined
  hasComma: boolean
}

/**
 * The commas and stops between a mention and a word behind it; those side by side are one, and one before a place parts
 * nothing.
 */
export function breaksBetween(
  after: number,
  before: number,
  stops: readonly Match[],
  { places, tokens: { word, start }, grammar }: Sentence,
): Break[] {
  const breaks: Break[] = []
  for (let i = after + 1; i < before; i++) {
    const stop = stops.find(
      (each) => each.first === i && each.last < before && each.meant.stops.some(({ of }) => of === undefined),
    )
    if (stop !== undefined) {
      const beside = breaks.at(-1)?.last === i - 1 ? breaks.pop() : undefined
      breaks.push({
        last: stop.last,
        stop: beside?.stop !== undefined && partsSubject(beside.stop) ? beside.stop : stop,
        hasComma: word[i] === grammar.comma || beside?.hasComma === true,
      })
      i = stop.last
    } else if (word[i] === grammar.comma && !places.some((place) => place.start === start[i + 1]))
      breaks.push({ last: i, stop: undefined, hasComma: true })
  }
  return breaks
}

/** Whether nothing follows that would make another part of the sentence: "resolved", "ruled out by MRI". */
export function endsPart(last: number, { to, tokens: { word, kind }, grammar }: Sentence): boolean {
  return (
    last + 1 >= to ||
    grammar.punctuation.has(word[last + 1] as number) ||
    grammar.trailing.has(word[last + 1] as number) ||
    kind[last + 1] === NUMBER_KIND
  )
}

/**
 * "numbness persists and weakness has resolved": what was said of a mention before another came is all that is said of
 * it.
 */
export function hasOwnPredicate(mention: Match, word: Match, { phrases }: Sentence): boolean {
  return phrases.some((said) => {
    if (
      said.first <= mention.last ||
      said.last >= word.first ||
      !(said.meant.asserted || isVerb(said) || said.meant.modifiers.some(({ direction }) => direction === 'backward'))
    )
      return false
    return someMention(said.last, word.first, phrases)
  })
}

/**
 * Said to be there after all: "no acute fracture, pars defect at C6 again seen"; but not "no fracture, slip or defect
 * is seen".
 */
export function isAsserted(
  after: number,
  mention: Match,
  { phrases, grammar, tokens }: Sentence,
  stops: readonly Match[],
): boolean {
  return phrases.some(({ first, meant }) => {
    if (
      first <= mention.last ||
      !meant.asserted ||
      isBetween(grammar.or, after, first, tokens) ||
      isBetween(grammar.nor, after, first, tokens)
    )
      return false
    return !isBetween(grammar.comma, mention.last, first, tokens) && !stopsBetween(mention.last, first, stops)
  })
}

/** Whether a mention's clause, from one mark of punctuation to the next, has one of these words. */
export function clauseHas(
  words: WordSet,
  { first, last }: Match,
  { from, to, grammar: { punctuation }, tokens: { word } }: Sentence,
): boolean {
  for (let i = first; i >= from && !punctuation.has(word[i] as number); i--)
    if (words.has(word[i] as number)) return true
  for (let i = last + 1; i < to && !punctuation.has(word[i] as number); i++)
    if (words.has(word[i] as number)) return true
  return false
}

/** "C5-6 has a bulge, C6-7 has none": what is said of a place behind a comma is of that place. */
export function isOfPlace(
  mention: Match,
  word: Match,
  { places, grammar, tokens: { word: words, start, end } }: Sentence,
): boolean {
  const place = places.find((each) => each.end === end[word.first - 1] && each.start > (end[mention.last] as number))
  if (place === undefined || words[word.first] === grammar.colon) return false
  for (let i = mention.last + 1; i < word.first && (start[i] as number) < place.start; i++)
    if (words[i] === grammar.comma && (start[i + 1] as number) >= place.start) return true
  return false
}
