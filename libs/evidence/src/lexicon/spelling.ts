import { misspellingsOf } from '../text/misspelling.js'
import type { Vocabulary } from '../text/vocabulary.js'
import type { Lexicon } from './lexicon.js'

type Source = Pick<Lexicon, 'concepts' | 'cues'>

/**
 * What a word that the lexicon does not have may be a misspelling of; for choosing the words that are never misspelt.
 */
export const guessesOf = ({ concepts, cues }: Source): ((word: string) => string | undefined) =>
  misspellingsOf([...wordsOf(concepts), ...cues])

/** Compiles how words are written: their inflections, what is listed as misspelt, and guesses at the rest. */
export function compileSpelling(
  lexicon: Source & Pick<Lexicon, 'commonWords' | 'misspelt'>,
  vocabulary: Vocabulary,
): void {
  const { concepts, commonWords, misspelt } = lexicon
  for (const [word, written] of Object.entries(misspelt)) for (const each of written) vocabulary.addAlias(word, each)
  for (const word of wordsOf(concepts)) for (const each of inflectionsOf(word)) vocabulary.addAlias(word, each)
  vocabulary.guessBy(guessesOf(lexicon), commonWords)
}

/** The words of phrases. */
function wordsOf(concepts: Lexicon['concepts']): Set<string> {
  return new Set(
    Object.values(concepts)
      .flatMap(({ words, spinal = [], weak = [], denied = [] }) => [...words, ...spinal, ...weak, ...denied])
      .flatMap((phrase) => phrase.split(/[ /]/))
      .filter((word) => /^[a-z]+$/.test(word)),
  )
}

/** A word that is shorter is inflected in the lexicon, where it is. */
const INFLECTED = 5
/** An adjective that is shorter has an adverb of another meaning: "weakly positive". */
const CLASSICAL = 8

/**
 * The forms of a noun or a classical adjective that mean the same: "transfusions", "metastases", "arthrodesed",
 * "posterolaterally".
 */
function inflectionsOf(word: string): string[] {
  if (word.length < INFLECTED) return []
  if (word.endsWith('sis')) return [`${word.slice(0, -2)}es`, `${word.slice(0, -2)}ed`]
  if (/[aeiou]y$|[^sxzhy]$/.test(word))
    return [`${word}s`, ...(word.length >= CLASSICAL && /(?:al|ive)$/.test(word) ? [`${word}ly`] : [])]
  return word.endsWith('y') ? [`${word.slice(0, -1)}ies`] : []
}
