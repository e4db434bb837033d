import type { Found } from './phrase-index.js'
import type { Tokens } from './tokens.js'
import type { Vocabulary } from './vocabulary.js'

export type Laterality = 'left' | 'right' | 'bilateral'

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
/** What no side reaches over. */
const ENDS = ['.', ';', ':', ',', 'and', 'but', 'with']

/** Finds the side that is said of a mention: the nearest before it, else after it, in its clause. */
export function openLaterality(vocabulary: Vocabulary): (mention: Found, tokens: Tokens) => Laterality | undefined {
  const sides = new Map(Object.entries(SIDES).map(([word, side]) => [vocabulary.add(word), side]))
  const ends = vocabulary.setOf(ENDS)

  function sideAlong(
    from: number,
    step: 1 | -1,
    many: number,
    mention: Found,
    { word, sentence, count }: Tokens,
  ): Laterality | undefined {
    for (let i = from, left = many; left > 0 && i >= 0 && i < count; i += step, left--) {
      if (sentence[i] !== sentence[mention.first] || ends.has(word[i] as number)) return undefined
      const side = sides.get(word[i] as number)
      if (side !== undefined) return side
    }
    return undefined
  }

  const comma = vocabulary.add(',')
  /** "carpal tunnel syndrome, bilateral": a side right behind the comma. */
  function sideBehindComma({ first, last }: Found, { word, sentence, count }: Tokens): Laterality | undefined {
    return last + 2 < count && word[last + 1] === comma && sentence[last + 2] === sentence[first]
      ? sides.get(word[last + 2] as number)
      : undefined
  }

  return (mention, tokens) => {
    const within = mention.last - mention.first + 1
    return (
      sideAlong(mention.last, -1, within + REACH, mention, tokens) ??
      sideAlong(mention.last + 1, 1, REACH, mention, tokens) ??
      sideBehindComma(mention, tokens)
    )
  }
}
