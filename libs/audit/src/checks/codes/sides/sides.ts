import type { CodingTables } from '@claims-audit/evidence'

/** The words of the body, by the lexicon's table. */
type Body = Pick<CodingTables, 'limbs' | 'organs'>

/** How a note writes each side; an eye has names of its own (OD, OS). */
const WRITTEN = { left: 'left|lt|l|os', right: 'right|rt|r|od' }
const BOTH = 'bilateral|bilaterally|both|b/l|ou'

export type Side = keyof typeof WRITTEN

/** Which hand somebody writes with, and how somebody lies, say nothing of a condition. */
const OF_PERSON = /^[\s-]*(?:hand(?:ed)?)?[\s-]*(?:handed|dominan\w+|(?:lateral )?decubitus|lateral position)/i
/** A part that is only examined, often to compare it with the other, has no condition by that. */
const EXAMINED = /\b(?:exam|examination|inspection|palpation) of (?:the |his |her )?$/i
/** A side is of a part that stands within so many words, and so many characters: a clause may be a megabyte. */
const NEAR = 4
const WINDOW = 200
const BEFORE = 30

/** The words for a part of the body, itself among them; for a whole limb, those of all its parts. */
export function wordsOfPart(part: string, { limbs, organs }: Body): readonly string[] {
  const limb = limbs.find(({ whole }) => whole.includes(part))
  if (limb !== undefined) return [...limb.whole, ...limb.parts.flat()]
  return [...limbs.flatMap(({ parts }) => parts), ...organs].find((words) => words.includes(part)) ?? [part]
}

/**
 * Whether a text names a side of a part, of the limb that it is of, of no part in particular (unless it must be
 * `ofPart`), or both sides. A side of
 * another part does not count.
 */
export function namesSide(side: Side, part: string, text: string, body: Body, ofPart = false): boolean {
  if (namesBothSides(text)) return true
  return behindEach(WRITTEN[side], text, EXAMINED).some((behind) => {
    if (OF_PERSON.test(behind)) return false
    const named = partIn(behind, body)
    return named === undefined ? !ofPart : isRelated(named, part, body)
  })
}

export const namesBothSides = (text: string): boolean => behindEach(BOTH, text).length > 0

/** Where a text names the side of a part by one of its words: "left hip", "left femoral head". */
export function mentionsOfSide(
  side: Side,
  words: readonly string[],
  text: string,
): { start: number; end: number; text: string }[] {
  const mention = new RegExp(`\\b(?:${WRITTEN[side]})\\s(?:\\w+\\s){0,2}?(?:${words.join('|')})\\b`, 'gi')
  return [...text.matchAll(mention)].map(({ 0: said, index }) => ({
    start: index,
    end: index + said.length,
    text: said,
  }))
}

/** What follows each of the words, up to the end of its clause; not behind the words that a pattern has. */
function behindEach(written: string, text: string, unless?: RegExp): string[] {
  const side = new RegExp(`(?<![\\w'’])(?:${written})(?![\\w'’])`, 'gi')
  return [...text.matchAll(side)].flatMap(({ 0: said, index }) => {
    if (unless?.test(text.slice(Math.max(0, index - BEFORE), index)) === true) return []
    const from = index + said.length
    return [text.slice(from, from + WINDOW).split(/[.,;:\n]/, 1)[0] ?? '']
  })
}

/** The first part that the words behind a side name. */
export function partIn(behind: string, body: Body): string | undefined {
  const words =
    behind
      .toLowerCase()
      .match(/[a-z]+/g)
      ?.slice(0, NEAR) ?? []
  return words.flatMap((word, at) => [`${word} ${words[at + 1] ?? ''}`, word]).find((word) => isPart(word, body))
}

export const isPart = (word: string, { limbs, organs }: Body): boolean =>
  organs.some((words) => words.includes(word)) || limbs.some((limb) => isOfLimb(word, limb))

const isOfLimb = (word: string, { whole, parts }: Body['limbs'][number]): boolean =>
  whole.includes(word) || parts.some((words) => words.includes(word))

/** The first word of a title that is a part of a limb: "Lesion of ulnar nerve". */
export const partOfLimbIn = (title: string, { limbs }: Body): string | undefined =>
  title
    .toLowerCase()
    .match(/[a-z]+/g)
    ?.find((word) => limbs.some(({ parts }) => parts.flat().includes(word)))

/** The same region of a limb, or the limb that the part is of. */
function isRelated(named: string, part: string, body: Body): boolean {
  if (wordsOfPart(part, body).includes(named)) return true
  return body.limbs.some(
    (limb) =>
      isOfLimb(named, limb) && isOfLimb(part, limb) && (limb.whole.includes(named) || limb.whole.includes(part)),
  )
}
