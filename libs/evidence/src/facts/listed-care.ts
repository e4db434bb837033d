import type { Sentence } from '../context/sentence.js'
import type { Match } from '../lexicon/find-phrases.js'
import type { Category } from '../lexicon/lexicon.js'
import { NUMBER_KIND } from '../text/tokens.js'
import type { DocumentInHand } from './document.js'

/** Before an item stand so many words that describe it: "*hard cervical* collar". */
const DESCRIBED_BY = 2

/** "Takes naproxen … Plan: naproxen": what is taken, and only listed in a plan, is gone on with. */
export function isListedAgain(
  { first, last }: Match,
  modifiers: ReadonlySet<Category>,
  around: readonly Category[],
  { tokens: { text, start, end } }: Sentence,
  { taken }: DocumentInHand,
): boolean {
  return (
    around.includes('planned') &&
    [...modifiers].every((category) => category === 'future') &&
    taken.has(text.slice(start[first], end[last]).toLowerCase())
  )
}

/** "Will ask about his insulin regimen": what is somebody's goes on, unless another word says what becomes of it. */
export const isSomebodys = (
  { first }: Match,
  modifiers: ReadonlySet<Category>,
  { tokens: { word }, grammar }: Sentence,
): boolean => modifiers.size === 0 && grammar.possessive.has(word[first - 1] as number)

/**
 * "Refer to PT. Collar 6 wk.", but not "NSAIDs prn", which are at home already: whether the sentence before in its line
 * plans care.
 */
export function followsPlan(
  { from, tokens: { text, sentence, start, end } }: Sentence,
  { planned }: DocumentInHand,
): boolean {
  return (
    planned >= 0 && planned === (sentence[from] as number) - 1 && !text.slice(end[from - 1], start[from]).includes('\n')
  )
}

/**
 * "Sister has a slip. Pt denies weakness" under "Family history": whether the patient is named in the sentence, before
 * a mention.
 */
export const isPatients = ({ first }: Match, { from, tokens: { word }, grammar }: Sentence): boolean =>
  word.subarray(from, first).some((each) => grammar.patient.has(each))

/** A year, or a short one, before the next mark: "quadriparesis after Guillain-Barre, 2020", "in '19". */
const DATED = /^(?:(?!\bsince\b)[^.;:\n]){0,60}?(?:\b(?:19|20)\d\d\b|['’]\d\d\b)/i

/** Whether a record gives an item the year that it was in: it was then, and does not stay. */
export const isDated = ({ last }: Match, { tokens: { text, end } }: Sentence): boolean =>
  DATED.test(text.slice(end[last], (end[last] as number) + 70))

/** Whether a mention is all that its sentence speaks of, with how long or how often. */
export function isBareItem(
  { first, last }: Match,
  { from, to, grammar, tokens: { text, word, kind, start } }: Sentence,
): boolean {
  const next = last + 1
  return (
    first - from <= DESCRIBED_BY &&
    (next >= to ||
      kind[next] === NUMBER_KIND ||
      grammar.itemExtent.has(word[next] as number) ||
      /^x\d/i.test(text.slice(start[next], (start[next] as number) + 2)))
  )
}
