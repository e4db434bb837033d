import { isMention, type Match } from '../lexicon/find-phrases.js'
import type { Sentence } from './sentence.js'

/** Whether the first sign of a sentence stands behind a mention: then each sign does. */
function signsTrail({ from, to, phrases, tokens: { word }, grammar }: Sentence): boolean {
  let sign = from
  while (sign < to && word[sign] !== grammar.plus && word[sign] !== grammar.minus) sign += 1
  if (sign > from && sign < to && (sign + 1 === to || grammar.punctuation.has(word[sign + 1] as number))) return true
  return phrases.some((phrase) => phrase.last === sign - 1 && isMention(phrase))
}

/** "weakness (-) numbness (+)": a sign behind a mention is its own. */
export function isSigned({ last }: Match, sentence: Sentence): boolean {
  const { word, count } = sentence.tokens
  return (
    last + 1 < count &&
    (word[last + 1] === sentence.grammar.plus || word[last + 1] === sentence.grammar.minus) &&
    signsTrail(sentence)
  )
}

/**
 * The box of a form: before its mention ("[ ] weakness [x] numbness"), or behind it where the first one stands behind a
 * mention ("PT [x] Brace [ ]").
 */
export function boxOf(
  { first, last }: Match,
  { from, to, phrases, tokens: { word }, grammar }: Sentence,
): number | undefined {
  const isBox = (at: number): boolean => word[at] === grammar.ticked || word[at] === grammar.unticked
  let box = from
  while (box < to && !isBox(box)) box += 1
  if (box === to) return undefined
  const leading = phrases.filter((phrase) => phrase.meant.concepts.length > 0 && phrase.first < box).at(-1)
  // "Collar in place: [x] Aspen collar [ ] soft collar": what a list of boxes is of has none itself.
  const leads = leading !== undefined && (word[box - 1] !== grammar.colon || leading.last === box - 2)
  // "Gout [x] COPD [ ]": a row that ends with a box and begins with none has each behind its name.
  if (leads || (box > from && isBox(to - 1))) {
    const next = phrases.find((phrase) => phrase.meant.concepts.length > 0 && phrase.first > last)?.first ?? to
    for (let i = last + 1; i < next; i++)
      if (isBox(i))
        return grammar.answers.has(word[i + 1] as number) || grammar.answers.has(word[i - 1] as number)
          ? undefined
          : word[i]
    return undefined
  }
  for (let i = first - 1; i >= from; i--) if (isBox(i)) return word[i]
  return undefined
}

/** Of a question's answers the one that is ticked: "Yes [ ] No [x]", "[ ] Yes [x] No". */
export function isTickedNo({ last }: Match, { to, tokens: { word }, grammar }: Sentence): boolean {
  const from = word[last + 1] === grammar.colon ? last + 2 : last + 1
  const [box, answer] = grammar.answers.has(word[from] as number) ? [1, 0] : [0, 1]
  for (let at = from; at + 1 < to; at += 2) {
    if (!grammar.answers.has(word[at + answer] as number)) return false
    if (word[at + box] === grammar.ticked) return grammar.noes.has(word[at + answer] as number)
    if (word[at + box] !== grammar.unticked) return false
  }
  return false
}

/** A plus where a line begins: a record whose dashes are minuses. */
const PLUS = /(?:^|\n)[ \t]*\+[A-Za-z]/

/** "-numbness", with the sign on the word: no bullet, which stands off, and no hyphen, which has a word before it. */
export function hasMinusBefore({ first }: Match, { tokens: { text, start } }: Sentence): boolean {
  const at = start[first] as number
  if (text[at - 1] !== '-' && text[at - 1] !== '–') return false
  // Where a line begins it is a bullet, but in a record that has pluses too.
  if (at < 2 || text[at - 2] === '\n') return PLUS.test(text)
  return /[\s,;:(/]/.test(text.charAt(at - 2))
}

/** "weakness (-) numbness (+)", where the first sign stands behind a mention. */
export function hasMinusBehind({ last }: Match, sentence: Sentence): boolean {
  return last + 1 < sentence.to && sentence.tokens.word[last + 1] === sentence.grammar.minus && signsTrail(sentence)
}
