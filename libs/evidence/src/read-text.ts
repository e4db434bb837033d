import type { ClinicalDocument } from '@claims-audit/contracts'
import { CARE_CHANGES, openContext } from './context.js'
import type { Sentence } from './context.js'
import type { Fact, Region } from './fact.js'
import { openGrades } from './grades.js'
import { openLaterality } from './laterality.js'
import { phrasesOf } from './lexicon.js'
import type { Change, Lexicon } from './lexicon.js'
import { indexPhrases } from './phrase-index.js'
import type { Found } from './phrase-index.js'
import { openPlaces } from './places.js'
import type { Place } from './places.js'
import { placesOf } from './placing.js'
import { openSections } from './sections.js'
import type { Section } from './sections.js'
import { openTokenizer } from './tokens.js'
import type { Tokens } from './tokens.js'
import { openVocabulary } from './vocabulary.js'

export interface Reader {
  read(document: ClinicalDocument): Fact[]
  /** The places that a text names. */
  placesIn(text: string): Place[]
}

/**
 * Compiles a lexicon into a reader of documents: every mention of a concept, and how it is meant. Linear in the text; offsets are exact. A sentence
 * without a mention costs no more than finding that it has none.
 */
export function openReader(lexicon: Lexicon): Reader {
  const vocabulary = openVocabulary()
  const tokenize = openTokenizer(vocabulary)
  /** With buffers of its own, for what is read while a document is. */
  const tokenizeOther = openTokenizer(vocabulary)
  const findPlaces = openPlaces(vocabulary).placesIn
  const changesOf = openContext(vocabulary)
  const lateralityOf = openLaterality(vocabulary)
  const gradesIn = openGrades(lexicon.grades, vocabulary)
  const sectionsOf = openSections(lexicon.context.sections)
  const find = indexPhrases(phrasesOf(lexicon), vocabulary)
  const care = new Set(lexicon.context.care.concepts)
  vocabulary.allowMisspelling(wordsOf(lexicon.concepts), lexicon.ordinary)

  function read(document: ClinicalDocument): Fact[] {
    const { text } = document
    const tokens = tokenize(text)
    const found = gradesIn(tokens, find(tokens))
    if (!found.some(isConcept)) return []
    const sections = sectionsOf(text)
    const facts: Fact[] = []
    let overall: Region[] | undefined
    for (const sentence of sentencesOf(tokens, found)) {
      if (!sentence.phrases.some(isConcept)) continue
      const placed = { ...sentence, places: findPlaces(tokens, sentence.from, sentence.to, sentence.phrases) }
      const regionsOfText = (): Region[] => (overall ??= soleRegion(document, tokens, found))
      for (const phrase of sentence.phrases) for (const meaning of phrase.meanings) if (meaning.is === 'concept') facts.push(...factsOf(meaning.concept, phrase, placed, tokens, document, sections, regionsOfText))
    }
    return facts
  }

  function factsOf(concept: string, phrase: Found, sentence: Sentence, tokens: Tokens, document: ClinicalDocument, sections: Section[], regionsOfText: () => Region[]): Fact[] {
    const [start, end] = spanOf(phrase, tokens)
    const changes = changesOf(phrase, sentence, tokens)
    for (const section of sections) if (section.start <= start && start < section.end) changes.add(section.change)
    const cause = causeOf(phrase, sentence)
    const laterality = lateralityOf(phrase, tokens)
    const places = sentence.places.length === 0 ? [] : placesOf({ start, end }, sentence.places, otherSpans(phrase, sentence, tokens), tokens.text)
    const shared = {
      concept,
      documentId: document.id,
      documentType: document.type,
      start,
      end,
      text: tokens.text.slice(start, end),
      ...meant(care.has(concept) ? changes : withoutCare(changes)),
      ...(laterality !== undefined && { laterality }),
      ...(cause !== undefined && { cause }),
    }
    if (places.length === 0) return [{ ...shared, regions: regionsOfText(), placed: 'document' }]
    return places.map(({ regions, level }) => ({ ...shared, regions, placed: 'sentence', ...(level !== undefined && { level }) }))
  }

  /** The region of a document that names only one, in its text or title. */
  function soleRegion(document: ClinicalDocument, tokens: Tokens, found: readonly Found[]): Region[] {
    const places = sentencesOf(tokens, found).flatMap(({ from, to, phrases }) => findPlaces(tokens, from, to, phrases))
    const titled = document.title === undefined ? [] : placesIn(document.title)
    const [first, ...others] = [...places, ...titled].filter((place) => place.regions.length === 1)
    return first !== undefined && others.every((place) => place.regions[0] === first.regions[0]) ? first.regions : []
  }

  function placesIn(other: string): Place[] {
    const tokens = tokenizeOther(other)
    return sentencesOf(tokens, find(tokens)).flatMap(({ from, to, phrases }) => findPlaces(tokens, from, to, phrases))
  }

  return { read, placesIn }
}

/** The sentences of a text, each with the phrases that begin in it. */
function sentencesOf({ sentence, count }: Tokens, found: readonly Found[]): { from: number; to: number; phrases: Found[] }[] {
  const sentences: { from: number; to: number; phrases: Found[] }[] = []
  let next = 0
  for (let from = 0; from < count; ) {
    let to = from + 1
    while (to < count && sentence[to] === sentence[from]) to += 1
    const first = next
    while (next < found.length && (found[next] as Found).first < to) next += 1
    sentences.push({ from, to, phrases: found.slice(first, next) })
    from = to
  }
  return sentences
}

function meant(changes: Set<Change>): Pick<Fact, 'assertion' | 'temporality' | 'experiencer'> {
  return { assertion: assertionOf(changes), temporality: changes.has('historical') ? 'historical' : 'current', experiencer: changes.has('other') ? 'other' : 'patient' }
}

function assertionOf(changes: Set<Change>): Fact['assertion'] {
  if (changes.has('declined')) return 'hypothetical'
  if (changes.has('negated')) return 'negated'
  if (changes.has('hypothetical') || changes.has('planned')) return 'hypothetical'
  return changes.has('possible') ? 'possible' : 'affirmed'
}

function withoutCare(changes: Set<Change>): Set<Change> {
  for (const change of CARE_CHANGES) changes.delete(change)
  return changes
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
const spanOf = ({ first, last }: Found, { start, end }: Tokens): [number, number] => [start[first] as number, end[last] as number]

function otherSpans(phrase: Found, { phrases }: Sentence, tokens: Tokens): { start: number; end: number }[] {
  return phrases.filter((other) => other !== phrase && isConcept(other)).map((other) => {
    const [start, end] = spanOf(other, tokens)
    return { start, end }
  })
}

/** The words of phrases that are long enough to be misspelt. */
function wordsOf(concepts: Record<string, string[]>): Set<string> {
  return new Set(Object.values(concepts).flat().flatMap((phrase) => phrase.split(/[ /]/)).filter((word) => /^[a-z]+$/.test(word)))
}
