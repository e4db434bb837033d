import type { Sentence } from '../context/sentence.js'
import { isMention, type Match } from '../lexicon/find-phrases.js'
import type { Lexicon } from '../lexicon/lexicon.js'
import type { Vocabulary, WordSet } from '../text/vocabulary.js'

/** Words of a concept that are of another matter in a sentence with one of those `beside` them. */
export interface Elsewhere {
  words: WordSet
  beside: WordSet
}

export function compileElsewhere(concepts: Lexicon['concepts'], vocabulary: Vocabulary): Map<string, Elsewhere> {
  return new Map(
    Object.entries(concepts).flatMap(([concept, { elsewhere }]) =>
      elsewhere === undefined
        ? []
        : [
            [
              concept,
              { words: vocabulary.setOf(elsewhere.words), beside: vocabulary.setOf(elsewhere.beside) },
            ] as const,
          ],
    ),
  )
}

/**
 * "Fatigue and weakness", "a large prostate. He had retention": a mention whose sentence, or the one that it goes on
 * from, is of another matter; but not one that names a place of the spine or a limb, or stands beside another sign.
 */
export function isOfOtherMatter(
  concept: string,
  mention: Match,
  sentence: Sentence,
  known: ReadonlyMap<string, Elsewhere>,
): boolean {
  const elsewhere = known.get(concept)
  if (elsewhere === undefined) return false
  const { from, to, places, care, grammar, tokens } = sentence
  const { word } = tokens
  for (let i = mention.first; i <= mention.last; i++) if (!elsewhere.words.has(word[i] as number)) return false
  if (places.length > 0) return false
  // A sentence that begins with a person goes on from the one before.
  let begins = from
  if (grammar.persons.has(word[from] as number))
    while (begins > 0 && tokens.sentence[begins - 1] === tokens.sentence[from - 1]) begins -= 1
  for (let i = begins; i < to; i++)
    if (elsewhere.beside.has(word[i] as number)) return care.has(concept) || !isBorneOut(concept, sentence, known)
  return false
}

/** Whether its sentence has another sign, or names a limb. */
function isBorneOut(
  concept: string,
  { from, to, phrases, care, grammar, tokens: { word } }: Sentence,
  known: ReadonlyMap<string, Elsewhere>,
): boolean {
  const beside = known.get(concept)?.beside
  return (
    phrases.some(
      (phrase) =>
        isMention(phrase) &&
        !phrase.meant.concepts.includes(concept) &&
        phrase.meant.concepts.some((other) => known.has(other) && !care.has(other)),
    ) ||
    word
      .subarray(from, to)
      .some(
        (each) =>
          (grammar.limbs.has(each) || grammar.upperLimb.has(each) || grammar.lowerLimb.has(each)) &&
          beside?.has(each) !== true,
      )
  )
}
