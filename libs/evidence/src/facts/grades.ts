import type { Match } from '../lexicon/find-phrases.js'
import type { Grammar } from '../lexicon/grammar.js'
import type { ConceptRecord, Lexicon } from '../lexicon/lexicon.js'
import { conceptOnly, type Meant } from '../lexicon/meaning.js'
import { NUMBER_KIND, type Tokens } from '../text/tokens.js'
import type { Vocabulary, WordSet } from '../text/vocabulary.js'

/** What follows the first digit of a strength: "4/5", "4+/5"; no date, and no score out of more. */
const OF_FIVE = /^([+-]?|\s(?:plus|minus))\s?(?:\/|out of|over|of)\s?5(?![\d/])(?!\.\d)/
const LONGEST_OF_FIVE = 16
/** "quads 2/2, ankles 0/0": the right and the left side, each graded of five. */
const PAIR = /^\/([0-4])(?![\d/.])/

/** Strength graded below full, as a mention of its concept: the words that its sentence must have, and may not have. */
export interface Grades {
  meant: Meant
  /** What an earlier grade's mention is preceded by. */
  past: Meant
  beside: WordSet
  never: WordSet
  neverPairs: WordSet
}

/** Of each concept that is graded. */
export const compileGrades = (concepts: Lexicon['concepts'], vocabulary: Vocabulary): Grades[] =>
  Object.entries(concepts).flatMap(([concept, { grades }]) =>
    grades === undefined ? [] : [gradesOf(concept, grades, vocabulary)],
  )

function gradesOf(
  concept: string,
  { beside = [], never = [], neverPairs = [] }: NonNullable<ConceptRecord['grades']>,
  vocabulary: Vocabulary,
): Grades {
  const meant = conceptOnly(concept)
  return {
    meant,
    past: {
      ...meant,
      concepts: [],
      modifiers: [
        {
          category: 'historical',
          direction: 'forward',
          takesLists: false,
          governsVerbs: false,
          tellsResult: false,
          within: 0,
        },
      ],
    },
    beside: vocabulary.setOf(beside),
    never: vocabulary.setOf(never),
    neverPairs: vocabulary.setOf(neverPairs),
  }
}

/**
 * Adds strength graded below full (`3/5`, `4+/5`; Medical Research Council scale) to the phrases found, as a mention,
 * where its sentence speaks of strength.
 */
export function withGrades(found: Match[], tokens: Tokens, grades: readonly Grades[], grammar: Grammar): Match[] {
  if (!tokens.text.includes('/') && !OUT_OF.test(tokens.text)) return found
  const added = grades.flatMap((of) => gradedIn(tokens, of, grammar))
  return added.length === 0 ? found : [...found, ...added].sort((a, b) => a.first - b.first)
}

const OUT_OF = /[0-4] (?:plus |minus )?(?:out of|of|over) 5/i

function gradedIn(tokens: Tokens, grades: Grades, grammar: Grammar): Match[] {
  const { text, start, end, kind, count } = tokens
  const added: Match[] = []
  for (let at = 0; at + 1 < count; at++) {
    if (
      kind[at] !== NUMBER_KIND ||
      (end[at] as number) - (start[at] as number) !== 1 ||
      text.charCodeAt(start[at] as number) > 0x34
    )
      continue
    const after = end[at] as number
    if (!isGraded(tokens, at, text.slice(after, after + LONGEST_OF_FIVE), grades)) continue
    if (isFormer(tokens, at, grammar)) added.push({ first: at - 1, last: at - 1, meant: grades.past })
    added.push({ first: at, last: lastOfGrade(tokens, at), meant: grades.meant })
  }
  return added
}

function isGraded(tokens: Tokens, at: number, behind: string, grades: Grades): boolean {
  const graded = OF_FIVE.exec(behind)
  // A half grade is strength wherever it stands.
  if (graded !== null) return graded[1] !== '' || isStrength(tokens, at, grades)
  // A pair of equal grades; other numbers with a slash are dates and fractions.
  const isPair = PAIR.exec(behind)?.[1] === tokens.text[tokens.start[at] as number]
  return isPair && isStrength(tokens, at, grades) && !isOfReflexes(tokens, at, grades)
}

function lastOfGrade({ kind, count }: Tokens, at: number): number {
  let last = at + 1
  while (last + 1 < count && kind[last] !== NUMBER_KIND) last += 1
  return last
}

/** Its sentence speaks of strength, and no word close by says that it is a score of something else. */
function isStrength({ word, sentence, count }: Tokens, at: number, { beside, never }: Grades): boolean {
  let [from, to] = [at, at]
  while (from > 0 && sentence[from - 1] === sentence[at]) from -= 1
  while (to < count && sentence[to] === sentence[at]) to += 1
  const near = word.subarray(Math.max(from, at - CLOSE), Math.min(to, at + CLOSE))
  return word.subarray(from, to).some((each) => beside.has(each)) && !near.some((each) => never.has(each))
}

/** In words. */
const CLOSE = 4
const REFLEXES_REACH = 16

/** Both sides of a reflex are graded as a pair too; the word for them may stand some sentences before. */
function isOfReflexes({ word }: Tokens, at: number, { neverPairs }: Grades): boolean {
  for (let i = at - 1; i >= Math.max(0, at - REFLEXES_REACH); i--) {
    if (neverPairs.has(word[i] as number)) return true
  }
  return false
}

/** "4+/5 (was 4-/5)", "up from 4/5", "4/5 before the operation": whether a grade is an earlier one. */
function isFormer({ word, kind, sentence, count }: Tokens, at: number, grammar: Grammar): boolean {
  const behind = at + 4 < count && sentence[at + 4] === sentence[at]
  if (
    behind &&
    (word[at + 2] === grammar.before || word[word[at + 3] === grammar.the ? at + 4 : at + 3] === grammar.last)
  )
    return true
  const ahead = word[at - 1]
  if (ahead !== grammar.was) return grammar.formerly.has(ahead as number)
  const other = word[at - 2] === grammar.comma ? at - 3 : at - 2
  return kind[other] === NUMBER_KIND && kind[other - 1] === NUMBER_KIND
}
