import type { ClinicalDocument } from '@claims-audit/contracts'
import { CARE_CHANGES, changingWords, openContext } from './context.js'
import type { Sentence } from './context.js'
import type { Fact, Region } from './fact.js'
import { openEtiology } from './etiology.js'
import { openGrades } from './grades.js'
import { openLaterality } from './laterality.js'
import { conceptOnly, phrasesOf, plainWords, spelledOut } from './lexicon.js'
import type { Change, Lexicon } from './lexicon.js'
import { indexPhrases } from './phrase-index.js'
import type { FindPhrases, Found } from './phrase-index.js'
import { numberIn, openSizes } from './numbers.js'
import { openPlaces } from './places.js'
import type { Place } from './places.js'
import { placesOf, regionsOfMost } from './placing.js'
import { openSections, sectionsAround } from './sections.js'
import type { Section } from './sections.js'
import { LEVEL, NUMBER_KIND, openTokenizer } from './tokens.js'
import type { Tokens } from './tokens.js'
import { openVocabulary } from './vocabulary.js'
import type { Vocabulary } from './vocabulary.js'

/** A first line that is no longer is a title. */
const LONGEST_TITLE = 80
/** "no neck pain" is about no neck. */
const DENIED = /\b(?:no|denies|without) (?:\w+ )?$/i
const IS_ELSEWHERE: ReadonlySet<Change> = new Set<Change>(['other', 'historical'])

export interface Reader {
  /** `targets`: phrases that are concepts too, found beside the lexicon's and whatever it makes of the same words. */
  read(document: ClinicalDocument, targets?: FindPhrases): Fact[]
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
  const care = new Set(lexicon.context.care.concepts)
  const changesOf = openContext(vocabulary, care)
  const isPatients = openPatients(vocabulary)
  const isBareItem = openItems(vocabulary)
  const lateralityOf = openLaterality(vocabulary)
  const gradesIn = openGrades(lexicon.grades, vocabulary)
  const sectionsOf = openSections(lexicon.context, treatmentNames(lexicon))
  const find = indexPhrases(phrasesOf(lexicon), vocabulary)
  const isCapitals = flagsOf(
    lexicon.capitals.map((word) => vocabulary.find(word)),
    vocabulary.size(),
  )
  const sizeOf = openSizes(lexicon.sizes)
  const etiologyOf = openEtiology(lexicon.etiology)
  const tried = new Set(lexicon.context.care.tried)
  const goesOn = new Set(lexicon.context.care.goesOn)
  for (const [word, misspelt] of Object.entries(lexicon.misspelt))
    for (const written of misspelt) vocabulary.addAlias(word, written)
  vocabulary.allowMisspelling([...wordsOf(lexicon.concepts), ...lexicon.cues], lexicon.ordinary)

  function read(document: ClinicalDocument, targets?: FindPhrases): Fact[] {
    const tokens = tokenize(document.text)
    const known = gradesIn(
      tokens,
      find(tokens).filter((phrase) => !isSmall(phrase, tokens)),
    )
    const found = targets === undefined ? known : [...known, ...targets(tokens)].sort((a, b) => a.first - b.first)
    if (!found.some(isMention)) return []
    const sections = sectionsOf(document.text)
    const text: TextInHand = {
      document,
      tokens,
      found,
      sections,
      sectionsAt: sectionsAround(sections),
      overall: undefined,
      modality: reportModality(document, found),
      taken: new Set(),
      planned: -1,
    }
    const facts: Fact[] = []
    const etiology = etiologyOf(document.text)
    for (let next = 0; next < found.length;) {
      const [first, after] = [next, afterSentence(found, next, tokens)]
      next = after
      if (!someMention(found, first, after)) continue
      const sentence = sentenceOf(found.slice(first, after), tokens)
      const before = facts.length
      for (const phrase of sentence.phrases)
        for (const concept of phrase.meant.concepts) addFacts(facts, concept, phrase, sentence, text)
      etiology(facts, before)
    }
    return facts
  }

  /** A word that means its concept only in capitals, and is not. */
  function isSmall({ first, last }: Found, { word, text, start, end }: Tokens): boolean {
    if (first !== last || isCapitals[word[first] as number] !== 1) return false
    const written = text.slice(start[first], end[first])
    return written !== written.toUpperCase()
  }

  function sentenceOf(phrases: Found[], tokens: Tokens): Sentence {
    const { sentence, count } = tokens
    let from = (phrases[0] as Found).first
    let to = from
    while (from > 0 && sentence[from - 1] === sentence[to]) from -= 1
    while (to < count && sentence[to] === sentence[from]) to += 1
    const places =
      somePlace(phrases, 0, phrases.length) || hasLevel(tokens, from, to) ? findPlaces(tokens, from, to, phrases) : []
    return { from, to, phrases, places, changes: changingWords(phrases) }
  }

  function addFacts(facts: Fact[], concept: string, phrase: Found, sentence: Sentence, text: TextInHand): void {
    const { document, tokens } = text
    const start = tokens.start[phrase.first] as number
    const end = tokens.end[phrase.last] as number
    const changes = changesOf(phrase, sentence, tokens)
    const around = text
      .sectionsAt(start)
      .flatMap(({ change }) => (change === 'other' && isPatients(phrase, sentence, tokens) ? [] : [change]))
    // "Takes naproxen … Plan: naproxen": what is taken, and only listed in a plan, is gone on with.
    if (
      goesOn.has(concept) &&
      around.includes('planned') &&
      [...changes].every((change) => change === 'ahead') &&
      text.taken.has(tokens.text.slice(start, end).toLowerCase())
    )
      changes.add('given')
    if (
      tried.has(concept) &&
      !goesOn.has(concept) &&
      changes.size === 0 &&
      around.length === 0 &&
      followsPlan(sentence, text) &&
      isBareItem(phrase, sentence, tokens)
    )
      changes.add('planned')
    if (care.has(concept)) settleCare(changes, around, tried.has(concept))
    else settle(changes, around)
    const cause = causeOf(phrase, sentence)
    const laterality = lateralityOf(phrase, tokens)
    const places =
      sentence.places.length === 0
        ? []
        : placesOf({ start, end }, sentence.places, otherSpans(phrase, sentence, tokens), tokens.text)
    const assertion = assertionOf(changes)
    const fact: Fact = {
      concept,
      documentId: document.id,
      documentType: document.type,
      start,
      end,
      text: tokens.text.slice(start, end),
      assertion,
      // What is not, or is yet to be, is not past: "past medical history: no stroke".
      temporality:
        changes.has('historical') && (assertion === 'affirmed' || assertion === 'possible') ? 'historical' : 'current',
      experiencer: changes.has('other') ? 'other' : 'patient',
      regions: [],
      placed: 'sentence',
    }
    const modality = phrase.meant.modality ?? modalityIn(phrase, sentence) ?? text.modality
    if (modality !== undefined) fact.modality = modality
    const measure =
      phrase.meant.measured === true || tokens.kind[phrase.first] === NUMBER_KIND
        ? numberIn(phrase, tokens)
        : sizeOf(concept, start, end, tokens.text)
    if (measure !== undefined) Object.assign(fact, measure)
    if (care.has(concept)) setCare(fact, changes)
    if (fact.care === 'planned') text.planned = tokens.sentence[phrase.first] as number
    if (goesOn.has(concept) && assertion === 'affirmed') text.taken.add(fact.text.toLowerCase())
    if (laterality !== undefined) fact.laterality = laterality
    if (cause !== undefined) fact.cause = cause
    if (places.length === 0) facts.push({ ...fact, regions: (text.overall ??= mainRegion(text)), placed: 'document' })
    for (const { regions, level } of places) facts.push({ ...fact, regions, ...(level !== undefined && { level }) })
  }

  /** What a radiologist reads: the modality that the report's title names, else the first that its text does. */
  function reportModality({ type, title }: ClinicalDocument, found: readonly Found[]): string | undefined {
    if (type !== 'radiology-report') return undefined
    return firstModality(title === undefined ? [] : find(tokenizeOther(title))) ?? firstModality(found)
  }

  /** The region that a document is about: the one of its title, or the one that most of what it names lies in, but for the family's and the past. */
  function mainRegion({ document, tokens, found, sections }: TextInHand): Region[] {
    const places = placesOfText(tokens, found)
    const title = document.title === undefined ? [] : placesIn(document.title)
    const heading =
      tokens.text.indexOf('\n') < LONGEST_TITLE ? places.filter((place) => place.end <= tokens.text.indexOf('\n')) : []
    const sectionsAt = sectionsAround(sections)
    const present = places.filter(
      ({ start }) =>
        !sectionsAt(start).some(({ change }) => IS_ELSEWHERE.has(change)) &&
        !DENIED.test(tokens.text.slice(Math.max(0, start - 20), start)),
    )
    for (const named of [title, heading, present, places]) {
      const regions = regionsOfMost(named)
      if (regions.length > 0) return regions
    }
    return []
  }

  function placesOfText(tokens: Tokens, found: readonly Found[]): Place[] {
    const places: Place[] = []
    let next = 0
    for (let from = 0; from < tokens.count;) {
      let to = from + 1
      while (to < tokens.count && tokens.sentence[to] === tokens.sentence[from]) to += 1
      const first = next
      while (next < found.length && (found[next] as Found).first < to) next += 1
      if (somePlace(found, first, next) || hasLevel(tokens, from, to))
        places.push(...findPlaces(tokens, from, to, found.slice(first, next)))
      from = to
    }
    return places
  }

  function placesIn(other: string): Place[] {
    const tokens = tokenizeOther(other)
    return placesOfText(tokens, find(tokens))
  }

  return { read, placesIn }
}

/** Each phrase as a concept named by it; one without a word is none. Its words are its own: what is asked of one text changes no reading of another. */
export function findTargets(phrases: string[]): FindPhrases {
  const vocabulary = openVocabulary()
  const tokenize = openTokenizer(vocabulary)
  const named = phrases.map((phrase) => ({ parts: plainWords(phrase).split(' '), meant: conceptOnly(phrase) }))
  const find = indexPhrases(
    named.filter(({ parts }) => parts[0] !== ''),
    vocabulary,
  )
  return ({ text }) => find(tokenize(text))
}

/** By word, for it is asked of every phrase. */
function flagsOf(words: readonly number[], size: number): Uint8Array {
  const flags = new Uint8Array(size)
  for (const word of words) flags[word] = 1
  return flags
}

/** A document while it is read. */
interface TextInHand {
  document: ClinicalDocument
  tokens: Tokens
  found: readonly Found[]
  sections: Section[]
  /** Those around a position; positions only rise. */
  sectionsAt: (position: number) => Section[]
  /** The region of the whole, once it was asked for. */
  overall: Region[] | undefined
  /** By what a radiologist looked, in a report. */
  modality: string | undefined
  /** What is taken, by the names that it was read of so far. */
  taken: Set<string>
  /** The last sentence that plans care. */
  planned: number
}

/** "Refer to PT. Collar 6 wk.", but not "NSAIDs prn", which are at home already: whether the sentence before in its line plans care. */
function followsPlan({ from }: Sentence, { tokens: { text, sentence, start, end }, planned }: TextInHand): boolean {
  return (
    planned >= 0 && planned === (sentence[from] as number) - 1 && !text.slice(end[from - 1], start[from]).includes('\n')
  )
}

/** "Sister has a slip. Pt denies weakness" under "Family history": whether the patient is named in the sentence, before a mention. */
function openPatients(vocabulary: Vocabulary): (mention: Found, sentence: Sentence, tokens: Tokens) => boolean {
  const names = vocabulary.setOf(['patient', 'pt'])
  return ({ first }, { from }, { word }) => word.subarray(from, first).some((each) => names.has(each))
}

/** How long, how often, or on what occasion: "collar prn", "PT 2x/wk", "brace for 8 weeks". */
const EXTENT = [
  '.',
  ',',
  'x',
  'for',
  'until',
  'prn',
  'as',
  'at',
  'when',
  'after',
  'per',
  'daily',
  'bid',
  'tid',
  'then',
  'during',
  'while',
]
/** Before an item stand so many words that describe it: "*hard cervical* collar". */
const DESCRIBED_BY = 2

/** Whether a mention is all that its sentence speaks of, with how long or how often; nobody does anything in it. */
function openItems(vocabulary: Vocabulary): (mention: Found, sentence: Sentence, tokens: Tokens) => boolean {
  const extent = vocabulary.setOf(EXTENT)
  return ({ first, last }, { from, to }, { text, word, kind, start }) => {
    const next = last + 1
    return (
      first - from <= DESCRIBED_BY &&
      (next >= to ||
        kind[next] === NUMBER_KIND ||
        extent.has(word[next] as number) ||
        /^x\d/i.test(text.slice(start[next], (start[next] as number) + 2)))
    )
  }
}

/** The index after the last phrase that stands in the same sentence as the one at `first`. */
function afterSentence(found: readonly Found[], first: number, { sentence }: Tokens): number {
  const own = sentence[(found[first] as Found).first]
  let after = first + 1
  while (after < found.length && sentence[(found[after] as Found).first] === own) after += 1
  return after
}

function someMention(found: readonly Found[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (isMention(found[i] as Found)) return true
  return false
}

function somePlace(found: readonly Found[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if ((found[i] as Found).meant.place !== undefined) return true
  return false
}

function hasLevel({ kind }: Tokens, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if ((kind[i] as number) >= LEVEL) return true
  return false
}

/** What the words around a treatment say of it goes before what its sections do. */
function settleCare(changes: Set<Change>, around: Change[], isTried: boolean): void {
  const isSaid = CARE_CHANGES.some((change) => changes.has(change))
  // "Discharge instructions: wear the collar": what warns of findings plans care.
  const sections = around.map((change) => (change === 'hypothetical' ? 'planned' : change))
  for (const change of sections)
    if (!CARE_CHANGES.includes(change) || (!isSaid && change !== 'given')) changes.add(change)
  changes.delete('risked')
  if (changes.delete('aimed')) changes.add('hypothetical')
  if (changes.delete('kept') && !isSaid) changes.add('given')
  if (changes.delete('ahead') && !isSaid && !around.includes('given')) changes.add('planned')
  const stopped = changes.delete('stopped')
  // "no response to therapy": what had no effect was given.
  const wasGiven = changes.delete('effect') || (stopped && isTried)
  if (stopped && !isTried) changes.add('negated')
  if (wasGiven) {
    changes.add('given')
    changes.delete('negated')
  }
  if (changes.delete('withheld')) changes.add('negated')
  // What may be given is a plan.
  if (changes.delete('possible')) changes.add('planned')
}

function settle(changes: Set<Change>, around: Change[]): void {
  for (const change of around) changes.add(change)
  // "Goals: no tingling": to be without it is the goal.
  if (changes.delete('aimed')) {
    changes.delete('negated')
    changes.add('hypothetical')
  }
  if (changes.delete('risked')) changes.add('hypothetical')
  if (changes.delete('earlier')) changes.add('historical')
  if (changes.size > 0) for (const change of CARE_CHANGES) changes.delete(change)
}

function assertionOf(changes: Set<Change>): Fact['assertion'] {
  if (changes.has('declined')) return 'hypothetical'
  if (changes.has('negated')) return 'negated'
  // "favored to be congenital rather than acquired": neither is settled.
  if (changes.has('contrasted')) return changes.has('possible') ? 'possible' : 'negated'
  if (changes.has('hypothetical') || (changes.has('planned') && !changes.has('given'))) return 'hypothetical'
  return changes.has('possible') ? 'possible' : 'affirmed'
}

/** The concept that stands after a word of cause, itself after the mention. */
function causeOf(mention: Found, { phrases }: Sentence): string | undefined {
  const word = phrases.findIndex((phrase) => phrase.first > mention.last && phrase.meant.cause)
  if (word < 0) return undefined
  const cause = phrases[word] as Found
  if (phrases.some((phrase) => phrase.first > mention.last && phrase.last < cause.first && isMention(phrase)))
    return undefined
  return phrases.find((phrase) => phrase.first > cause.last && isMention(phrase))?.meant.concepts[0]
}

const firstModality = (phrases: readonly Found[]): string | undefined =>
  phrases.find(({ meant }) => meant.modality !== undefined)?.meant.modality

/** The modality that its sentence names: the nearest before the mention, else the first after it. */
function modalityIn({ first }: Found, { phrases }: Sentence): string | undefined {
  let before: string | undefined
  for (const { meant, first: at } of phrases) {
    if (meant.modality === undefined) continue
    if (at > first) return before ?? meant.modality
    before = meant.modality
  }
  return before
}

function setCare(fact: Fact, changes: Set<Change>): void {
  if (changes.has('declined')) fact.care = 'declined'
  else if (changes.has('planned') && !changes.has('given')) fact.care = 'planned'
}

const isMention = (phrase: Found): boolean => phrase.meant.concepts.length > 0

function otherSpans(phrase: Found, { phrases }: Sentence, tokens: Tokens): { start: number; end: number }[] {
  return phrases
    .filter((other) => other !== phrase && isMention(other))
    .map(({ first, last }) => ({ start: tokens.start[first] as number, end: tokens.end[last] as number }))
}

/** By these a heading names a treatment. */
function treatmentNames({ concepts, context }: Lexicon): Set<string> {
  return new Set(context.care.tried.flatMap((concept) => concepts[concept] ?? []).flatMap(spelledOut))
}

/** The words of phrases that are long enough to be misspelt. */
function wordsOf(concepts: Record<string, string[]>): Set<string> {
  return new Set(
    Object.values(concepts)
      .flat()
      .flatMap((phrase) => phrase.split(/[ /]/))
      .filter((word) => /^[a-z]+$/.test(word)),
  )
}
