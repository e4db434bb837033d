import type { Match } from '../lexicon/find-phrases.js'
import type { Change } from '../lexicon/lexicon.js'
import { boxOf, hasMinusBefore, hasMinusBehind, isTickedNo } from './checkboxes.js'
import { isCondition, isOfFronted, isOfYear } from './clauses.js'
import { reachesBack, reachesForward } from './scope.js'
import { hasComma, type Changing, type Sentence } from './sentence.js'

/** What the words around a mention make of it. */
export function changesOf(mention: Match, sentence: Sentence): Set<Change> {
  const changes = new Set<Change>()
  let condition: Changing | undefined
  for (const word of sentence.changes) {
    const reaches =
      word.side === 'before'
        ? reachesForward(word, mention, sentence) || isOfFronted(word, mention, sentence)
        : reachesBack(word, mention, sentence)
    if (
      !reaches ||
      (condition !== undefined &&
        word.change === 'negated' &&
        !hasComma(condition.phrase.last, word.phrase.first, sentence))
    )
      continue
    changes.add(word.change)
    if (word.change === 'hypothetical' && isCondition(word.phrase, sentence)) condition = word
  }
  if (
    boxOf(mention, sentence) === sentence.grammar.unticked ||
    isTickedNo(mention, sentence) ||
    hasMinusBefore(mention, sentence) ||
    hasMinusBehind(mention, sentence)
  )
    changes.add('negated')
  if (isOfYear(mention, sentence)) changes.add('earlier')
  return changes
}
