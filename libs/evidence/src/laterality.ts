import type { Found } from './phrase-index.js'
import type { Token } from './tokens.js'

export type Laterality = 'left' | 'right' | 'bilateral'

const SIDES: Record<string, Laterality> = { left: 'left', lt: 'left', right: 'right', rt: 'right', bilateral: 'bilateral', bilaterally: 'bilateral', both: 'bilateral' }
/** A side further off is another matter's. */
const REACH = 6
/** What no side reaches over. */
const ENDS = new Set(['.', ';', ':', ',', 'and', 'but', 'with'])

/** The side that is said of a mention: the nearest before it, else after it, in its clause. */
export function lateralityOf({ first, last }: Found, tokens: Token[]): Laterality | undefined {
  return sideAlong(tokens.slice(Math.max(0, first - REACH), last + 1).reverse(), tokens[first]?.sentence) ?? sideAlong(tokens.slice(last + 1, last + 1 + REACH), tokens[first]?.sentence)
}

function sideAlong(words: Token[], sentence: number | undefined): Laterality | undefined {
  for (const { word, sentence: own } of words) {
    if (own !== sentence || ENDS.has(word)) return undefined
    const side = SIDES[word]
    if (side !== undefined) return side
  }
  return undefined
}
