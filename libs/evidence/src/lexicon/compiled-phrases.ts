import { Vocabulary, type StoredVocabulary } from '../text/vocabulary.js'
import { Automaton, type StoredAutomaton } from './automaton.js'
import { indexPhrases, type IndexedPhrases } from './phrase-index.js'
import { phrasesOf, type PhraseSource } from './phrases.js'

/**
 * The phrases of a lexicon, compiled, as plain data: what most of the time goes to in which a lexicon opens. Made of
 * maps, arrays and typed arrays, as `structuredClone` and `v8.serialize` take them.
 */
export interface CompiledPhrases {
  vocabulary: StoredVocabulary
  automaton: StoredAutomaton
  index: Omit<IndexedPhrases, 'automaton'>
}

export function compilePhrases(lexicon: PhraseSource): CompiledPhrases {
  const vocabulary = new Vocabulary()
  const { automaton, ...index } = indexPhrases(phrasesOf(lexicon), vocabulary)
  return { vocabulary: vocabulary.stored, automaton: automaton.stored, index }
}

/** What a reader takes of them; more words may be added to the vocabulary, which are no phrase's. */
export function openPhrases({ vocabulary, automaton, index }: CompiledPhrases): {
  vocabulary: Vocabulary
  index: IndexedPhrases
} {
  return { vocabulary: Vocabulary.of(vocabulary), index: { ...index, automaton: new Automaton(automaton) } }
}
