import type { Match } from '../lexicon/find-phrases.js'
import type { Category } from '../lexicon/lexicon.js'
import { boxOf, hasMinusBefore, hasMinusBehind, isTickedNo } from './checkboxes.js'
import { isCondition, isOfFronted } from './clauses.js'
import { reachesBack, reachesForward } from './scope.js'
import { hasComma, isTest, type FoundModifier, type Sentence } from './sentence.js'
import { isOfConsent } from './consent.js'
import { isOfEpisodes, isOfOnset, isOfYear, lastsUntilNow } from './time.js'

/** What the words around a mention make of it. */
export function modifiersOf(mention: Match, sentence: Sentence): Set<Category> {
  const modifiers = new Set<Category>()
  let condition: FoundModifier | undefined
  for (const word of sentence.modifiers) {
    const reaches =
      word.direction === 'forward'
        ? reachesForward(word, mention, sentence) || isOfFronted(word, mention, sentence)
        : reachesBack(word, mention, sentence)
    if (
      !reaches ||
      (condition !== undefined &&
        word.category === 'negated' &&
        !hasComma(condition.phrase.last, word.phrase.first, sentence))
    )
      continue
    if (isOfEpisodes(word, mention, sentence) || isOfOnset(word, mention, sentence)) continue
    if (word.tellsResult && isTest(mention, sentence)) {
      modifiers.add('given')
      continue
    }
    modifiers.add(word.category)
    if (word.category === 'hypothetical' && isCondition(word.phrase, sentence)) condition = word
  }
  if (
    boxOf(mention, sentence) === sentence.grammar.unticked ||
    isTickedNo(mention, sentence) ||
    hasMinusBefore(mention, sentence) ||
    hasMinusBehind(mention, sentence)
  )
    modifiers.add('negated')
  if (isOfYear(mention, sentence)) modifiers.add('earlier')
  if (isOfConsent(mention, sentence)) modifiers.add('hypothetical')
  if (modifiers.has('recorded') && lastsUntilNow(mention, sentence)) modifiers.delete('recorded')
  return modifiers
}
