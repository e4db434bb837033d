import { isConditional } from '../context/care.js'
import { modifiersOf } from '../context/context.js'
import { lastsUntilNow } from '../context/time.js'
import { someMention, type Sentence } from '../context/sentence.js'
import { isMention, type Match } from '../lexicon/find-phrases.js'
import type { Category } from '../lexicon/lexicon.js'
import type { Place } from '../places/levels.js'
import { placesOf } from '../places/placing.js'
import { GUESSED_WORD, NUMBER_KIND } from '../text/tokens.js'
import { assertionOf, careOf, settleCare, settleFinding } from './assertion.js'
import type { DocumentInHand } from './document.js'
import type { Fact } from './fact.js'
import { isBareItem, isDated, isListedAgain, isPatients, isSomebodys, followsPlan } from './listed-care.js'
import { isOfOtherMatter } from './elsewhere.js'
import type { Language } from './language.js'
import { lateralityOf } from './laterality.js'
import { isOfOtherPart, regionsAround } from './main-region.js'
import { isCounted, isOfFormerOperation, isOfFormerYear } from './former.js'
import { ofSpine } from './spinal.js'
import { numberIn, sizeOf, type Measure } from './numbers.js'

/** Adds what a mention says of one of its concepts: a fact for each place that it is at. */
export function addFacts(
  facts: Fact[],
  concept: string,
  mention: Match,
  sentence: Sentence,
  inHand: DocumentInHand,
  language: Language,
): void {
  const { spinal, weak } = mention.meant
  const needsSpine = spinal?.includes(concept) === true || weak?.includes(concept) === true
  const isOf = needsSpine ? ofSpine(concept, mention, sentence, inHand, language) : 'yes'
  if (isOf === 'no' || (isOf === 'unsaid' && weak?.includes(concept) !== true)) return
  const { tokens } = sentence
  const start = tokens.start[mention.first] as number
  const end = tokens.end[mention.last] as number
  const modifiers = meaningOf(concept, mention, sentence, inHand, language)
  const places = placesOfMention(mention, start, end, sentence, language)
  const fact = factOf(concept, mention, sentence, inHand, modifiers)
  const modality = mention.meant.modality ?? modalityIn(mention, sentence) ?? inHand.modality
  if (modality !== undefined) fact.modality = modality
  const measure = measureOf(concept, mention, sentence, language)
  if (measure !== undefined) Object.assign(fact, measure)
  const care = language.care.has(concept) ? careOf(modifiers) : undefined
  if (care !== undefined && !(care === 'planned' && isConditional(mention, sentence))) fact.care = care
  if (care === 'planned') inHand.planned = tokens.sentence[mention.first] as number
  if (language.goesOn.has(concept) && fact.assertion === 'affirmed') inHand.taken.add(fact.text.toLowerCase())
  if (isGuessed(mention, sentence)) fact.guessed = true
  const isElsewhere =
    places.length === 0 &&
    language.elsewhere.has(concept) &&
    !language.care.has(concept) &&
    isOfOtherPart(mention, sentence)
  if (isOf === 'unsaid' || isElsewhere || isOfOtherMatter(concept, mention, sentence, language.elsewhere))
    fact.weak = true
  const laterality = lateralityOf(mention, tokens, language.sides, language.grammar)
  if (laterality !== undefined) fact.laterality = laterality
  const cause = causeOf(mention, sentence)
  if (cause !== undefined) fact.cause = cause
  if (places.length === 0)
    facts.push({
      ...fact,
      regions: isElsewhere ? [] : regionsAround(mention, sentence, inHand, language),
      placed: 'document',
    })
  for (const { regions, level } of places) facts.push({ ...fact, regions, ...(level !== undefined && { level }) })
}

/** All that the words around a mention and its sections make of it. */
function meaningOf(
  concept: string,
  mention: Match,
  sentence: Sentence,
  inHand: DocumentInHand,
  { care, tried, goesOn, lasting, past, operations }: Language,
): Set<Category> {
  const modifiers = modifiersOf(mention, sentence)
  if (past.has(concept) || isOfFormerOperation(mention, sentence, inHand.document.date, operations))
    modifiers.add('historical')
  if (mention.meant.denied?.includes(concept) === true) modifiers.add('negated')
  const around = inHand
    .sectionsAt(sentence.tokens.start[mention.first] as number)
    .flatMap(({ category }) =>
      (category === 'experiencer' && isPatients(mention, sentence)) ||
      (category === 'recorded' && lastsUntilNow(mention, sentence))
        ? []
        : [category],
    )
  if (
    goesOn.has(concept) &&
    (isListedAgain(mention, modifiers, around, sentence, inHand) || isSomebodys(mention, modifiers, sentence))
  )
    modifiers.add('given')
  if (
    tried.has(concept) &&
    !goesOn.has(concept) &&
    modifiers.size === 0 &&
    around.length === 0 &&
    followsPlan(sentence, inHand) &&
    isBareItem(mention, sentence)
  )
    modifiers.add('planned')
  const isListed = modifiers.has('recorded') || around.includes('recorded')
  const isLasting = isListed && lasting.has(concept) && !isDated(mention, sentence)
  const isOperation = operations.has(concept)
  if (isOperation && (isOfFormerYear(mention, sentence, inHand.document.date) || isCounted(mention, sentence)))
    modifiers.add('historical')
  if (care.has(concept)) settleCare(modifiers, around, { isTried: tried.has(concept), isOperation, isLasting })
  else settleFinding(modifiers, around, isLasting)
  return modifiers
}

function isGuessed({ first, last }: Match, { tokens: { kind } }: Sentence): boolean {
  for (let i = first; i <= last; i++) if (kind[i] === GUESSED_WORD) return true
  return false
}

/** A fact with all but where it is. */
function factOf(
  concept: string,
  { first, last }: Match,
  { tokens: { text, start, end } }: Sentence,
  { document }: DocumentInHand,
  modifiers: ReadonlySet<Category>,
): Fact {
  const assertion = assertionOf(modifiers)
  return {
    concept,
    documentId: document.id,
    documentType: document.type,
    start: start[first] as number,
    end: end[last] as number,
    text: text.slice(start[first], end[last]),
    assertion,
    // What is not, or is yet to be, is not past: "past medical history: no stroke".
    temporality:
      modifiers.has('historical') && (assertion === 'affirmed' || assertion === 'possible') ? 'historical' : 'current',
    experiencer: modifiers.has('experiencer') ? 'other' : 'patient',
    regions: [],
    placed: 'sentence',
    ...(modifiers.has('resolved') && assertion === 'affirmed' && { resolved: true }),
  }
}

function measureOf(concept: string, mention: Match, { tokens }: Sentence, { sizes }: Language): Measure | undefined {
  return mention.meant.measured === true || tokens.kind[mention.first] === NUMBER_KIND
    ? numberIn(mention, tokens)
    : sizeOf(concept, tokens.start[mention.first] as number, tokens.end[mention.last] as number, tokens.text, sizes)
}

function placesOfMention(
  mention: Match,
  start: number,
  end: number,
  { places, phrases, tokens }: Sentence,
  { etiology }: Language,
): Place[] {
  if (places.length === 0) return []
  // "posttraumatic cervical and lumbar radiculopathy": a word of cause is nowhere itself.
  const others = phrases
    .filter((other) => other !== mention && other.meant.concepts.some((concept) => !etiology.said.has(concept)))
    .map(({ first, last }) => ({ start: tokens.start[first] as number, end: tokens.end[last] as number }))
  return placesOf({ start, end }, places, others, tokens.text)
}

/** The concept that stands after a word of cause, itself after the mention. */
function causeOf(mention: Match, { phrases }: Sentence): string | undefined {
  const cause = phrases.find((phrase) => phrase.first > mention.last && phrase.meant.cause)
  if (cause === undefined || someMention(mention.last, cause.first, phrases)) return undefined
  return phrases.find((phrase) => phrase.first > cause.last && isMention(phrase))?.meant.concepts[0]
}

/** The modality that its sentence names: the nearest before the mention, else the first after it. */
function modalityIn({ first }: Match, { phrases }: Sentence): string | undefined {
  let before: string | undefined
  for (const { meant, first: at } of phrases) {
    if (meant.modality === undefined) continue
    if (at > first) return before ?? meant.modality
    before = meant.modality
  }
  return before
}
