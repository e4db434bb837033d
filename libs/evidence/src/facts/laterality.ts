import type { Match } from '../lexicon/find-phrases.js'
import type { Grammar } from '../lexicon/grammar.js'
import type { Tokens } from '../text/tokens.js'
import type { Vocabulary } from '../text/vocabulary.js'
import type { Laterality } from './fact.js'

const SIDES: Record<string, Laterality> = {
  left: 'left',
  lt: 'left',
  right: 'right',
  rt: 'right',
  bilateral: 'bilateral',
  bilaterally: 'bilateral',
  both: 'bilateral',
}
/** A side further off is another matter's. */
const REACH = 6

/** The words for a side, by number. */
export type Sides = ReadonlyMap<number, Laterality>

export const compileSides = (vocabulary: Vocabulary): Sides =>
  new Map(Object.entries(SIDES).map(([word, side]) => [vocabulary.add(word), side]))

/** The side that is said of a mention: the nearest before it, else after it, in its clause. */
export function lateralityOf(
  mention: Match,
  tokens: Tokens,
  sides: Sides,
  grammar: Pick<Grammar, 'sideEnds' | 'comma'>,
): Laterality | undefined {
  const sideAlong = (from: number, step: 1 | -1, many: number): Laterality | undefined => {
    const { word, sentence, count } = tokens
    for (let i = from, left = many; left > 0 && i >= 0 && i < count; i += step, left--) {
      if (sentence[i] !== sentence[mention.first] || grammar.sideEnds.has(word[i] as number)) return undefined
      const side = sides.get(word[i] as number)
      if (side !== undefined) return side
    }
    return undefined
  }
  const within = mention.last - mention.first + 1
  return (
    sideAlong(mention.last, -1, within + REACH) ??
    sideAlong(mention.last + 1, 1, REACH) ??
    sideBehindComma(mention, tokens, sides, grammar.comma)
  )
}

/** "carpal tunnel syndrome, bilateral": a side right behind the comma. */
function sideBehindComma(
  { first, last }: Match,
  { word, sentence, count }: Tokens,
  sides: Sides,
  comma: number,
): Laterality | undefined {
  return last + 2 < count && word[last + 1] === comma && sentence[last + 2] === sentence[first]
    ? sides.get(word[last + 2] as number)
    : undefined
}
