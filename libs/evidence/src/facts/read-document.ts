import type { ClinicalDocument } from '@claims-audit/contracts'
import { foundModifiers, type Sentence } from '../context/sentence.js'
import { isMention, type Match } from '../lexicon/find-phrases.js'
import { placesIn } from '../places/levels.js'
import { findSections } from '../sections/sections.js'
import type { AskedText, FindTargets } from '../targets/targets.js'
import { keptTokens, type Tokens } from '../text/tokens.js'
import { matchesOf, openDocument, type DocumentInHand } from './document.js'
import { EtiologyOfText } from './etiology.js'
import type { Fact } from './fact.js'
import type { Language } from './language.js'
import { mayHavePlaces } from './main-region.js'
import { addFacts } from './mention.js'
import { settleReported } from './reported-done.js'

/** A document that was read, and can be asked for more than the lexicon has without being read again. */
export interface DocumentRead {
  /** In order. */
  facts: Fact[]
  /** The mentions of phrases, each a concept that is named by it. */
  factsOf(phrases: readonly string[]): Fact[]
}

export function readDocument(document: ClinicalDocument, language: Language, findTargets: FindTargets): DocumentRead {
  const { text } = document
  const asked: AskedText = { text }
  let kept: ReturnType<typeof keepPhrases> | undefined
  return {
    facts: factsOfLexicon(document, language),
    factsOf(phrases) {
      const said = new Set(findTargets(phrases, asked))
      if (said.size === 0) return []
      kept ??= keepPhrases(text, language)
      const found = [...kept.found, ...said].sort((a, b) => a.first - b.first)
      return factsIn(found, (match) => said.has(match), openDocument(document, { ...kept, found }, language), language)
    },
  }
}

function factsOfLexicon(document: ClinicalDocument, language: Language): Fact[] {
  const tokens = language.tokenize(document.text)
  const found = matchesOf(tokens, language)
  if (!found.some(isMention)) return []
  const sections = findSections(document.text, language.sections)
  return factsIn(found, isMention, openDocument(document, { tokens, found, sections }, language), language)
}

/** What a question needs of a text. Most are asked nothing that they hold: it is made where one is. */
function keepPhrases(text: string, language: Language): Pick<DocumentInHand, 'tokens' | 'found' | 'sections'> {
  const tokens = keptTokens(language.tokenize(text))
  return { tokens, found: matchesOf(tokens, language), sections: findSections(text, language.sections) }
}

/** The facts of the wanted ones of a document's phrases. A sentence without one costs no more than finding that. */
function factsIn(
  found: readonly Match[],
  isWanted: (match: Match) => boolean,
  inHand: DocumentInHand,
  language: Language,
): Fact[] {
  const { tokens, document } = inHand
  const etiology = new EtiologyOfText(language.etiology, document.text)
  const facts: Fact[] = []
  for (let next = 0; next < found.length;) {
    const [first, after] = [next, afterSentence(found, next, tokens)]
    next = after
    if (!someOf(found, first, after, isWanted)) continue
    const sentence = sentenceOf(found.slice(first, after), tokens, language)
    const before = facts.length
    for (const match of sentence.phrases)
      if (isWanted(match))
        for (const concept of match.meant.concepts) addFacts(facts, concept, match, sentence, inHand, language)
    etiology.tell(facts, before)
    settleReported(facts, before, document.text, language.tests)
  }
  return facts
}

function sentenceOf(phrases: Match[], tokens: Tokens, { grammar, care, tests }: Language): Sentence {
  const { sentence, count } = tokens
  let from = (phrases[0] as Match).first
  let to = from
  while (from > 0 && sentence[from - 1] === sentence[to]) from -= 1
  while (to < count && sentence[to] === sentence[from]) to += 1
  const places = mayHavePlaces(phrases, 0, phrases.length, tokens, from, to)
    ? placesIn(tokens, from, to, phrases, grammar)
    : []
  return { from, to, tokens, phrases, places, modifiers: foundModifiers(phrases), grammar, care, tests }
}

/** The index after the last phrase that stands in the same sentence as the one at `first`. */
function afterSentence(found: readonly Match[], first: number, { sentence }: Tokens): number {
  const own = sentence[(found[first] as Match).first]
  let after = first + 1
  while (after < found.length && sentence[(found[after] as Match).first] === own) after += 1
  return after
}

function someOf(found: readonly Match[], from: number, to: number, isWanted: (match: Match) => boolean): boolean {
  for (let i = from; i < to; i++) if (isWanted(found[i] as Match)) return true
  return false
}
