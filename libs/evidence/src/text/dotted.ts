import { endSentence, push, type Scan } from './scan.js'
import { WORD } from './tokens.js'
import { GUESSED, UNKNOWN } from './vocabulary.js'

/** Single letters, each with its point: "p.r.n.", "e.g." */
const DOTTED = /(?:[A-Za-z]\.){2,5}(?![A-Za-z])|(?:[A-Za-z]\.){1,4}[A-Za-z](?![A-Za-z.'’])/y
const BEGINS_SENTENCE = /^\s+[A-Z][a-z]/

/**
 * An abbreviation of letters with points, as one word ("p.r.n." is "prn"); two letters that are no known word stay two
 * ("s.p." as "s/p"). Returns where it ends, or the first point where none stands there.
 */
export function readDotted(scan: Scan, text: string, start: number): number {
  DOTTED.lastIndex = start
  const [written] = DOTTED.exec(text) ?? []
  if (written === undefined) return start + 1
  const end = start + written.length
  const letters = written.replace(/\./g, '').toLowerCase()
  const number = scan.vocabulary.find(letters)
  if (number === UNKNOWN && letters.length === 2)
    for (const [i, letter] of [...letters].entries())
      push(scan, scan.vocabulary.find(letter), start + 2 * i, start + 2 * i + 1, WORD)
  else push(scan, number < GUESSED ? number : UNKNOWN, start, end, WORD)
  if (!scan.abbreviations.has(number) && BEGINS_SENTENCE.test(text.slice(end, end + 8))) endSentence(scan)
  return end
}
