import { findPhrases, type FindPhrases } from '../lexicon/find-phrases.js'
import { compileGrammar, type GrammarWords } from '../lexicon/grammar.js'
import { conceptOnly } from '../lexicon/meaning.js'
import { indexPhrases } from '../lexicon/phrase-index.js'
import { plainWords } from '../lexicon/phrases.js'
import { openTokenizer } from '../text/tokenize.js'
import { Vocabulary } from '../text/vocabulary.js'

/**
 * Each phrase as a concept named by it; one without a word is left out. Its words are its own: what is asked of one text
 * changes no reading of another.
 */
export function findTargets(phrases: string[], words: GrammarWords): FindPhrases {
  const vocabulary = new Vocabulary()
  const tokenize = openTokenizer(vocabulary, words)
  const named = phrases.map((phrase) => ({ parts: plainWords(phrase).split(' '), meant: conceptOnly(phrase) }))
  const grammar = compileGrammar(words, vocabulary)
  const index = {
    ...indexPhrases(
      named.filter(({ parts }) => parts[0] !== ''),
      vocabulary,
    ),
    grammar,
  }
  return ({ text }) => findPhrases(index, tokenize(text))
}
