import type { ClinicalDocument } from '@claims-audit/contracts'
import { changesOf } from './context.js'
import type { Sentence } from './context.js'
import type { Fact, Region } from './fact.js'
import { lateralityOf } from './laterality.js'
import type { Change, ContextWords } from './lexicon.js'
import { placesIn } from './levels.js'
import type { Place } from './levels.js'
import { placesOf } from './placing.js'
import type { FindPhrases, Found } from './phrase-index.js'
import { sectionsOf } from './sections.js'
import type { Section } from './sections.js'
import { tokensOf } from './tokens.js'
import type { Token } from './tokens.js'

/** Every mention of a concept in one document, and how it is meant. Linear in the text; offsets are exact. */
export function readText(document: ClinicalDocument, find: FindPhrases, headings: ContextWords['sections']): Fact[] {
  const { text } = document
  const tokens = tokensOf(text)
  const places = placesIn(text)
  const sections = sectionsOf(text, headings)
  const sentences = sentencesOf(tokens, find(tokens), places)
  const overall = soleRegion([...places, ...placesIn(document.title ?? '')])
  return sentences.flatMap((sentence) =>
    mentionsIn(sentence).flatMap(({ concept, phrase }) => {
      const [start, end] = [tokens[phrase.first]?.start ?? 0, tokens[phrase.last]?.end ?? 0]
      const changes = changesOf(phrase, sentence, tokens)
      for (const section of sections) if (covers(section, start)) changes.add(section.change)
      const cause = causeOf(phrase, sentence)
      const laterality = lateralityOf(phrase, tokens)
      const others = spansOf(sentence.phrases.filter((other) => other !== phrase && isConcept(other)), tokens)
      const places: Partial<Place>[] = placesOf({ start, end }, sentence.places, others, text)
      return (places.length > 0 ? places : [{}]).map(({ regions, level }) => ({
        concept,
        documentId: document.id,
        documentType: document.type,
        start,
        end,
        text: text.slice(start, end),
        ...meant(changes),
        regions: regions ?? overall,
        placed: regions === undefined ? ('document' as const) : ('sentence' as const),
        ...(level !== undefined && { level }),
        ...(laterality !== undefined && { laterality }),
        ...(cause !== undefined && { cause }),
      }))
    }),
  )
}

function sentencesOf(tokens: Token[], found: Found[], places: Place[]): Sentence[] {
  const sentences: Sentence[] = Array.from({ length: (tokens.at(-1)?.sentence ?? -1) + 1 }, () => ({ phrases: [], places: [] }))
  for (const phrase of found) sentences[tokens[phrase.first]?.sentence ?? 0]?.phrases.push(phrase)
  let at = 0
  for (const place of places) {
    while (at < tokens.length - 1 && (tokens[at + 1]?.start ?? Infinity) <= place.start) at += 1
    sentences[tokens[at]?.sentence ?? 0]?.places.push(place)
  }
  return sentences
}

function mentionsIn({ phrases }: Sentence): { concept: string; phrase: Found }[] {
  return phrases.flatMap((phrase) => phrase.meanings.flatMap((meaning) => (meaning.is === 'concept' ? [{ concept: meaning.concept, phrase }] : [])))
}

function meant(changes: Set<Change>): Pick<Fact, 'assertion' | 'temporality' | 'experiencer'> {
  const assertion = changes.has('negated') ? 'negated' : changes.has('hypothetical') ? 'hypothetical' : changes.has('possible') ? 'possible' : 'affirmed'
  return { assertion, temporality: changes.has('historical') ? 'historical' : 'current', experiencer: changes.has('other') ? 'other' : 'patient' }
}

const spansOf = (phrases: Found[], tokens: Token[]): { start: number; end: number }[] =>
  phrases.map((phrase) => ({ start: tokens[phrase.first]?.start ?? 0, end: tokens[phrase.last]?.end ?? 0 }))

/** The region of a document that names only one. */
function soleRegion(places: Place[]): Region[] {
  const [first, ...others] = places.filter((place) => place.regions.length === 1)
  return first !== undefined && others.every((place) => place.regions[0] === first.regions[0]) ? first.regions : []
}

/** The concept that stands after a word of cause, itself after the mention. */
function causeOf(mention: Found, { phrases }: Sentence): string | undefined {
  const word = phrases.find((phrase) => phrase.first > mention.last && phrase.meanings.some((meaning) => meaning.is === 'cause'))
  if (word === undefined) return undefined
  const between = phrases.some((phrase) => phrase.first > mention.last && phrase.last < word.first && isConcept(phrase))
  if (between) return undefined
  const cause = phrases.find((phrase) => phrase.first > word.last && isConcept(phrase))?.meanings.find((meaning) => meaning.is === 'concept')
  return cause?.is === 'concept' ? cause.concept : undefined
}

const isConcept = (phrase: Found): boolean => phrase.meanings.some((meaning) => meaning.is === 'concept')
const covers = (section: Section, at: number): boolean => section.start <= at && at < section.end
