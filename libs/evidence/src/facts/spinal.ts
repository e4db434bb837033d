import { clauseHas } from '../context/clauses.js'
import type { Sentence } from '../context/sentence.js'
import type { Match } from '../lexicon/find-phrases.js'
import type { Place } from '../places/levels.js'
import { LEVEL } from '../text/tokens.js'
import type { DocumentInHand } from './document.js'
import type { Language } from './language.js'
import { placesOfText } from './main-region.js'

/**
 * How a text bears out that a word is of the spine: `yes` where its sentence or the document speaks of the spine, `no`
 * where the sentence is of another part of the body.
 */
export type OfSpine = 'yes' | 'unsaid' | 'no'

export function ofSpine(
  concept: string,
  mention: Match,
  sentence: Sentence,
  inHand: DocumentInHand,
  language: Language,
): OfSpine {
  const { from, to, grammar, tokens, places, phrases } = sentence
  if (language.throughOrgans.has(concept)) return isSpinal(inHand, language) ? 'yes' : 'unsaid'
  if (namesPlace(mention, sentence) || namesLevel(sentence)) return 'yes'
  const words = tokens.word.subarray(from, to)
  if (words.some((word) => grammar.notSpine.has(word) || grammar.otherParts.has(word))) return 'no'
  if (clauseHas(grammar.organs, mention, sentence)) return 'no'
  if (places.some((place) => !isBareNeck(place, tokens.text)) || words.some((word) => grammar.spine.has(word)))
    return 'yes'
  if (phrases.some((match) => isOfSpine(match, language))) return 'yes'
  if (followsOtherPart(sentence)) return 'unsaid'
  // What something is put down to is said of a condition.
  if (language.etiology.said.has(concept))
    return inHand.found.some((match) => isOfSpine(match, language)) ? 'yes' : 'unsaid'
  return isSpinal(inHand, language) ? 'yes' : 'unsaid'
}

const isSpinal = (inHand: DocumentInHand, language: Language): boolean =>
  (inHand.isSpinal ??= speaksOfSpine(inHand, language))

/** "COPD, cervical stenosis, hip pinning": whatever else is listed, a region right before a word is its own. */
const namesPlace = (mention: Match, { phrases }: Sentence): boolean =>
  phrases.some(({ last, meant }) => meant.place !== undefined && last === mention.first - 1)

/** "the carotid sheath was retracted and the fusion at C5-C6 done": no other part of the body has levels. */
const namesLevel = ({ places }: Sentence): boolean => places.some(({ level }) => level !== undefined)

/**
 * "Neck: supple", "a mass of the neck": where it neither hurts nor is treated as the spine is, the neck is its front.
 */
const isBareNeck = ({ start, end }: Pick<Place, 'start' | 'end'>, text: string): boolean =>
  /^neck$/i.test(text.slice(start, end)) &&
  !NECK_BEHIND.test(text.slice(end, end + NEAR_NECK)) &&
  !NECK_BEFORE.test(text.slice(Math.max(0, start - NEAR_NECK), start))
const NEAR_NECK = 40
const NECK_BEHIND =
  /^[\s:,-]{1,3}(?:(?:and|or)\s)?(?:\w+\s){0,2}(?:pain|aches?|stiff(?:ness)?|sore(?:ness)?|hurts?|tender(?:ness)?|spasms?|strain|sprain|injur(?:y|ies)|symptoms?|problems?|troubles?|surger(?:y|ies)|operations?|brace|collar|movements?|motion|extension|flexion|disab\w+|arm|back)\b/i
const NECK_BEFORE =
  /\b(?:pain|aches?|stiff(?:ness)?|sore(?:ness)?|hurts?|tender(?:ness)?|spasms?|strain|sprain|injur(?:y|ies)|injured|symptoms?|problems?|surger(?:y|ies)|MRI|CT|x-?rays?|films?|radiographs?|manipulation|range of motion|back)\b(?:\s\w+){0,3}\s$/i

/** "His knee replacement failed. He has persistent instability": the sentence before is of another part of the body. */
function followsOtherPart({ from, grammar, tokens: { word, sentence, kind } }: Sentence): boolean {
  let isOther = false
  for (let i = from - 1; i >= 0 && sentence[i] === sentence[from - 1]; i--) {
    if ((kind[i] as number) >= LEVEL || grammar.spine.has(word[i] as number)) return false
    if (grammar.notSpine.has(word[i] as number)) isOther = true
  }
  return isOther
}

/** Whether a document names a place of the spine, or a condition of it by a word that names nothing else. */
function speaksOfSpine({ found, tokens, document }: DocumentInHand, language: Language): boolean {
  const { text, start, end, kind, count } = tokens
  return (
    found.some(
      (match) =>
        isOfSpine(match, language) ||
        (match.meant.place !== undefined &&
          !isBareNeck({ start: start[match.first] as number, end: end[match.last] as number }, text)),
    ) ||
    (kind.subarray(0, count).some((each) => each >= LEVEL) &&
      placesOfText(tokens, found, language.grammar).some(({ level }) => level !== undefined)) ||
    /\b(?:spin(?:e|al)|back|neck|cervical|lumbar|thoracic)\b/i.test(document.title ?? '')
  )
}

const isOfSpine = ({ meant: { concepts, spinal = [], weak = [] } }: Match, { etiology }: Language): boolean =>
  concepts.some((concept) => etiology.conditions.has(concept) && !weak.includes(concept) && !spinal.includes(concept))
