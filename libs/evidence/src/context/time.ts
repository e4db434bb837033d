import type { Match } from '../lexicon/find-phrases.js'
import type { FoundModifier, Sentence } from './sentence.js'

/** Between a finding and how long it has lasted, and within that, stand no more than so many words. */
const [LASTS, TIME] = [5, 4]

/** "a history of numbness *for five months*", "*since May*": it goes on. */
export function lastsUntilNow({ last }: Match, { to, grammar, tokens: { word } }: Sentence): boolean {
  for (let i = last + 1; i < to && i <= last + LASTS && !grammar.punctuation.has(word[i] as number); i++) {
    if (grammar.untilNow.has(word[i] as number)) return true
    if (grammar.lasting.has(word[i] as number))
      return word.subarray(i + 1, Math.min(to, i + 1 + TIME)).some((each) => grammar.spans.has(each))
  }
  return false
}

/** Before what somebody had stand no more than so many words: "had *a deep wound* infection". */
const HAD = 4

/** "had a wound infection after his appendectomy in 1998": of the past, by the verb before and the year behind. */
export function isOfYear({ first, last }: Match, { from, to, grammar, tokens: { word } }: Sentence): boolean {
  let had = first - 1
  while (had >= from && had >= first - 1 - HAD && !grammar.hadIt.has(word[had] as number)) {
    if (grammar.punctuation.has(word[had] as number)) return false
    had -= 1
  }
  if (had < from || !grammar.hadIt.has(word[had] as number)) return false
  for (let i = last + 1; i < to && !grammar.punctuation.has(word[i] as number); i++) {
    if (word[i] === grammar.since) return false
    if (word[i] === grammar.year) return true
  }
  return false
}

/** Between how long ago something began and the word that says so stand no more than so many words. */
const BEGAN = 10

/** "Two years ago he *began* to have numbness", "numbness that started a year ago": how it began does not say that it is over. */
export function isOfOnset(
  { category, direction, phrase }: FoundModifier,
  { first }: Match,
  { from, grammar, tokens: { word } }: Sentence,
): boolean {
  if (category !== 'historical' || word[phrase.last] !== grammar.ago) return false
  const between =
    direction === 'forward'
      ? word.subarray(phrase.last + 1, first)
      : word.subarray(Math.max(from, phrase.first - BEGAN), phrase.first)
  return between.some((each) => grammar.onset.has(each))
}

/** "episodes of numbness lasting ten minutes": how long each lasts does not say that they are over. */
export const isOfEpisodes = (
  { category, phrase }: FoundModifier,
  { last }: Match,
  { from, grammar, tokens: { word } }: Sentence,
): boolean =>
  category === 'historical' &&
  grammar.lasted.has(word[phrase.first] as number) &&
  word.subarray(from, Math.max(last, phrase.first)).some((each) => grammar.recurring.has(each))
