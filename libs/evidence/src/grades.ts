import { conceptOnly, type Lexicon, type Meant } from './lexicon.js'
import type { Found } from './phrase-index.js'
import { NUMBER_KIND, type Tokens } from './tokens.js'
import type { Vocabulary } from './vocabulary.js'

/** What follows the first digit of a strength: "4/5", "4+/5"; no date, and no score out of more. */
const OF_FIVE = /^([+-]?)\s?\/\s?5(?![\d/])(?!\.\d)/

/** Adds strength graded below full (`3/5`, `4+/5`; Medical Research Council scale) to the phrases found, as a mention, where its sentence speaks of strength. */
export function openGrades(
  { concept, beside, never }: Lexicon['grades'],
  vocabulary: Vocabulary,
): (tokens: Tokens, found: Found[]) => Found[] {
  const speaks = vocabulary.setOf(beside)
  const forbids = vocabulary.setOf(never)
  const meant = conceptOnly(concept)
  const past: Meant = {
    ...meant,
    concepts: [],
    changes: [{ change: 'historical', side: 'before', takesLists: false, governsVerbs: false, within: 0 }],
  }
  const [was, before, comma, last, the] = vocabulary.numbersOf(['was', 'before', ',', 'last', 'the'])
  const leading = vocabulary.setOf(['from', 'previously', 'formerly', 'initial', 'initially', 'preop'])

  function isStrength({ word, sentence, count }: Tokens, at: number): boolean {
    let [from, to] = [at, at]
    while (from > 0 && sentence[from - 1] === sentence[at]) from -= 1
    while (to < count && sentence[to] === sentence[at]) to += 1
    const words = word.subarray(from, to)
    return words.some((each) => speaks.has(each)) && !words.some((each) => forbids.has(each))
  }

  /** "4+/5 (was 4-/5)", "up from 4/5", "4/5 before the operation": whether a grade is an earlier one. */
  function isFormer({ word, kind, sentence, count }: Tokens, at: number): boolean {
    const behind = at + 4 < count && sentence[at + 4] === sentence[at]
    if (behind && (word[at + 2] === before || word[word[at + 3] === the ? at + 4 : at + 3] === last)) return true
    const ahead = word[at - 1]
    if (ahead !== was) return leading.has(ahead as number)
    const other = word[at - 2] === comma ? at - 3 : at - 2
    return kind[other] === NUMBER_KIND && kind[other - 1] === NUMBER_KIND
  }

  return (tokens, found) => {
    const { text, start, end, kind, count } = tokens
    if (!text.includes('/')) return found
    const grades: Found[] = []
    for (let at = 0; at + 1 < count; at++) {
      if (
        kind[at] !== NUMBER_KIND ||
        (end[at] as number) - (start[at] as number) !== 1 ||
        text.charCodeAt(start[at] as number) > 0x34
      )
        continue
      const after = end[at] as number
      const graded = OF_FIVE.exec(text.slice(after, after + 6))
      // A half grade is strength wherever it stands.
      if (graded === null || (graded[1] === '' && !isStrength(tokens, at))) continue
      if (isFormer(tokens, at)) grades.push({ first: at - 1, last: at - 1, meant: past })
      grades.push({ first: at, last: at + 1, meant })
    }
    return grades.length === 0 ? found : [...found, ...grades].sort((a, b) => a.first - b.first)
  }
}
