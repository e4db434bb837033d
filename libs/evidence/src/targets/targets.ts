import { findPhrases, type Match } from '../lexicon/find-phrases.js'
import { compileGrammar, type GrammarWords } from '../lexicon/grammar.js'
import { conceptOnly } from '../lexicon/meaning.js'
import { indexPhrases, type PhraseIndex } from '../lexicon/phrase-index.js'
import { plainWords } from '../lexicon/phrases.js'
import { openTokenizer } from '../text/tokenize.js'
import { keptTokens, type Tokens } from '../text/tokens.js'
import { Vocabulary } from '../text/vocabulary.js'

/** A text that is asked for phrases, with its tokens by the words that were asked for so far. */
export interface AskedText {
  readonly text: string
  tokens?: Tokens
  /** The words that the tokens are of, and how many they were. */
  by?: Vocabulary
  size?: number
}

/** Finds phrases in a text, each as a concept that is named by it; one without a word is left out. */
export type FindTargets = (phrases: readonly string[], asked: AskedText) => Match[]

/** Rules ask for some thousand words. A record's own words must not fill the memory: past so many all is forgotten. */
const MOST_WORDS = 20_000

/**
 * Rules ask each text for the same phrases: they are compiled once, and a text is read into words once. The words are
 * apart from the lexicon's, and no phrase sees another's: what is asked of one text changes no reading of another.
 */
export function openTargets(words: GrammarWords): FindTargets {
  let compiler = openCompiler(words)
  return (phrases, asked) => {
    if (compiler.vocabulary.size > MOST_WORDS) compiler = openCompiler(words)
    const index = compiler.indexOf(phrases)
    const { vocabulary } = compiler
    if (asked.tokens === undefined || asked.by !== vocabulary || asked.size !== vocabulary.size) {
      asked.tokens = keptTokens(compiler.tokenize(asked.text))
      asked.by = vocabulary
      asked.size = vocabulary.size
    }
    return findPhrases(index, asked.tokens)
  }
}

interface Compiler {
  vocabulary: Vocabulary
  tokenize: (text: string) => Tokens
  indexOf: (phrases: readonly string[]) => PhraseIndex
}

function openCompiler(words: GrammarWords): Compiler {
  const vocabulary = new Vocabulary()
  const tokenize = openTokenizer(vocabulary, words)
  const grammar = compileGrammar(words, vocabulary)
  const known = new Map<string, PhraseIndex>()
  return {
    vocabulary,
    tokenize,
    indexOf(phrases) {
      const key = phrases.join('\n')
      const index = known.get(key) ?? { ...indexPhrases(namesIn(phrases), vocabulary), grammar }
      known.set(key, index)
      return index
    },
  }
}

const namesIn = (phrases: readonly string[]): Parameters<typeof indexPhrases>[0] =>
  phrases
    .map((phrase) => ({ parts: plainWords(phrase).split(' '), meant: conceptOnly(phrase) }))
    .filter(({ parts }) => parts[0] !== '')
