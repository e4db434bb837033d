import type { ClinicalDocument } from '@claims-audit/contracts'
import { foundModifiers, type Sentence } from '../context/sentence.js'
import { isMention, type FindPhrases, type Match } from '../lexicon/find-phrases.js'
import { placesIn } from '../places/levels.js'
import type { Tokens } from '../text/tokens.js'
import { matchesOf, openDocument } from './document.js'
import { EtiologyOfText } from './etiology.js'
import type { Fact } from './fact.js'
import type { Language } from './language.js'
import { mayHavePlaces } from './main-region.js'
import { addFacts } from './mention.js'
import { settleReported } from './reported-done.js'

/** The facts of a document, in order. */
export function readDocument(document: ClinicalDocument, language: Language, targets: FindPhrases | undefined): Fact[] {
  const tokens = language.tokenize(document.text)
  const found = matchesOf(tokens, language, targets)
  if (!found.some(isMention)) return []
  const inHand = openDocument(document, tokens, found, language)
  const etiology = new EtiologyOfText(language.etiology, document.text)
  const facts: Fact[] = []
  for (let next = 0; next < found.length;) {
    const [first, after] = [next, afterSentence(found, next, tokens)]
    next = after
    if (!someMention(found, first, after)) continue
    const sentence = sentenceOf(found.slice(first, after), tokens, language)
    const before = facts.length
    for (const match of sentence.phrases)
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

function someMention(found: readonly Match[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (isMention(found[i] as Match)) return true
  return false
}
