import { clauseHas } from '../context/clauses.js'
import { lastOfList } from '../context/lists.js'
import type { Sentence } from '../context/sentence.js'
import { findPhrases, type Match } from '../lexicon/find-phrases.js'
import type { Grammar } from '../lexicon/grammar.js'
import type { Category } from '../lexicon/lexicon.js'
import { placesIn, type Place } from '../places/levels.js'
import { regionsOfMost } from '../places/placing.js'
import type { Region } from '../places/vertebrae.js'
import { sectionsAround } from '../sections/sections.js'
import { LEVEL, type Tokens } from '../text/tokens.js'
import type { DocumentInHand } from './document.js'
import type { Language } from './language.js'

/** A first line that is no longer is a title. */
const LONGEST_TITLE = 80
/** "no neck pain" is about no neck. */
const DENIED = /\b(?:no|denies|without) (?:\w+ )?$/i
const IS_ELSEWHERE: ReadonlySet<Category> = new Set<Category>(['experiencer', 'recorded'])

/**
 * The region that a document is about: the one of its title, or the one that most of what it names lies in, but for the
 * family's and the past.
 */
function mainRegion({ document, tokens, found, sections }: DocumentInHand, language: Language): Region[] {
  const places = placesOfText(tokens, found, language.grammar)
  const title = document.title === undefined ? [] : placesOfTitle(document.title, language)
  const line = tokens.text.indexOf('\n')
  const heading = line < LONGEST_TITLE ? places.filter((place) => place.end <= line) : []
  const sectionsAt = sectionsAround(sections)
  const present = places.filter(
    ({ start }) =>
      !sectionsAt(start).some(({ category }) => IS_ELSEWHERE.has(category)) &&
      !DENIED.test(tokens.text.slice(Math.max(0, start - 20), start)),
  )
  for (const named of [title, heading, present, places]) {
    const regions = regionsOfMost(named)
    if (regions.length > 0) return regions
  }
  return []
}

/** The document's region for a mention, but for one of an arm where that lies below. */
export function regionsAround(
  mention: Match,
  sentence: Sentence,
  inHand: DocumentInHand,
  language: Language,
): Region[] {
  const regions = (inHand.overall ??= mainRegion(inHand, language))
  const isBelow = regions.length > 0 && regions.every((region) => BELOW.has(region))
  return isBelow && clauseHas(sentence.grammar.upperLimb, mention, sentence) ? [] : regions
}

/** Whether a mention's clause is of a part of the body that no region of the spine explains. */
export const isOfOtherPart = (mention: Match, sentence: Sentence): boolean =>
  (clauseHas(sentence.grammar.otherParts, mention, sentence) ||
    clauseHas(sentence.grammar.otherParts, lastOfList(mention, sentence), sentence)) &&
  !isOfLimb(mention, sentence)

/** "numbness of the face or *weakness of the arms*": the item of a list with the mention names a limb. */
function isOfLimb({ last }: Match, { to, grammar, tokens: { word } }: Sentence): boolean {
  for (let i = last + 1; i < to; i++) {
    const each = word[i] as number
    if (grammar.punctuation.has(each) || grammar.conjunctions.has(each)) return false
    if (grammar.upperLimb.has(each) || grammar.lowerLimb.has(each)) return true
  }
  return false
}

/** The regions that no sign of an arm comes from. */
const BELOW: ReadonlySet<Region> = new Set<Region>(['thoracolumbar', 'lumbar', 'lumbosacral', 'sacral'])

function placesOfTitle(title: string, { tokenizeOther, index, grammar }: Language): Place[] {
  const tokens = tokenizeOther(title)
  return placesOfText(tokens, findPhrases(index, tokens), grammar)
}

/** The places that a text names, sentence by sentence. */
export function placesOfText(tokens: Tokens, found: readonly Match[], grammar: Grammar): Place[] {
  const places: Place[] = []
  let next = 0
  for (let from = 0; from < tokens.count;) {
    let to = from + 1
    while (to < tokens.count && tokens.sentence[to] === tokens.sentence[from]) to += 1
    const first = next
    while (next < found.length && (found[next] as Match).first < to) next += 1
    if (mayHavePlaces(found, first, next, tokens, from, to))
      places.push(...placesIn(tokens, from, to, found.slice(first, next), grammar))
    from = to
  }
  return places
}

/** Whether a sentence has a phrase for a place, or a word that may be a level. */
export function mayHavePlaces(
  found: readonly Match[],
  first: number,
  after: number,
  { kind }: Tokens,
  from: number,
  to: number,
): boolean {
  for (let i = first; i < after; i++) if ((found[i] as Match).meant.place !== undefined) return true
  for (let i = from; i < to; i++) if ((kind[i] as number) >= LEVEL) return true
  return false
}
