import { conceptOnly, type Lexicon } from './lexicon.js'
import type { Found } from './phrase-index.js'
import { NUMBER_KIND, type Tokens } from './tokens.js'
import type { Vocabulary } from './vocabulary.js'

/** What follows the first digit of a strength: "4/5", "4+/5"; no date, and no score out of more. */
const OF_FIVE = /^([+-]?)\s?\/\s?5(?![\d/])(?!\.\d)/

/** Adds strength graded below full (`3/5`, `4+/5`; Medical Research Council scale) to the phrases found, as a mention, where its sentence speaks of strength. */
export function openGrades({ concept, beside, never }: Lexicon['grades'], vocabulary: Vocabulary): (tokens: Tokens, found: Found[]) => Found[] {
  const speaks = new Set(beside.map((word) => vocabulary.add(word)))
  const forbids = new Set(never.map((word) => vocabulary.add(word)))
  const meant = conceptOnly(concept)

  function isStrength({ word, sentence, count }: Tokens, at: number): boolean {
    let [from, to] = [at, at]
    while (from > 0 && sentence[from - 1] === sentence[at]) from -= 1
    while (to < count && sentence[to] === sentence[at]) to += 1
    const words = word.subarray(from, to)
    return words.some((each) => speaks.has(each)) && !words.some((each) => forbids.has(each))
  }

  return (tokens, found) => {
    const { text, start, end, kind, count } = tokens
    if (!text.includes('/')) return found
    const grades: Found[] = []
    for (let at = 0; at + 1 < count; at++) {
      if (kind[at] !== NUMBER_KIND || (end[at] as number) - (start[at] as number) !== 1 || text.charCodeAt(start[at] as number) > 0x34) continue
      const after = end[at] as number
      const graded = OF_FIVE.exec(text.slice(after, after + 6))
      // A half grade is strength wherever it stands.
      if (graded === null || (graded[1] === '' && !isStrength(tokens, at))) continue
      grades.push({ first: at, last: at + 1, meant })
    }
    return grades.length === 0 ? found : [...found, ...grades].sort((a, b) => a.first - b.first)
  }
}
