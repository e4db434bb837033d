/** How a note writes each side; an eye has names of its own (OD, OS). */
const WRITTEN = { left: 'left|lt|l|os', right: 'right|rt|r|od' }
const BOTH = 'bilateral|bilaterally|both|b/l|ou'

export type Side = keyof typeof WRITTEN

/** Of each limb, the words for it and for its parts. */
const LIMBS = [
  {
    whole: ['arm', 'upper extremity', 'upper limb', 'ue', 'rue', 'lue'],
    parts: [
      ['shoulder', 'clavicle', 'humerus', 'humeral', 'rotator', 'axilla', 'scapula'],
      ['elbow', 'olecranon', 'forearm', 'ulna', 'ulnar', 'radius', 'radial', 'wrist', 'carpal'],
      ['hand', 'palm', 'thumb', 'finger', 'fingers', 'metacarpal'],
    ],
  },
  {
    whole: ['leg', 'lower extremity', 'lower limb', 'le', 'rle', 'lle'],
    parts: [
      ['hip', 'femur', 'femoral', 'thigh', 'groin', 'acetabulum'],
      ['knee', 'patella', 'patellar', 'meniscus', 'tibia', 'tibial', 'calf', 'shin', 'fibula', 'fibular'],
      ['ankle', 'foot', 'midfoot', 'forefoot', 'heel', 'toe', 'toes', 'metatarsal', 'achilles'],
    ],
  },
]
/** Others that a side is of, each with the words for it and for what removes it. */
const OTHERS = [
  ['eye'],
  ['ear'],
  ['breast', 'mastectomy', 'lumpectomy'],
  ['kidney', 'renal', 'nephrectomy'],
  ['ovary', 'ovarian', 'oophorectomy'],
  ['testis', 'testicle', 'testicular', 'orchiectomy'],
  ['lung', 'lobectomy', 'pneumonectomy'],
  ['cheek'],
  ['flank'],
  ['jaw'],
]
/** Which hand somebody writes with, and how somebody lies, say nothing of a condition. */
const OF_PERSON = /^[\s-]*(?:hand(?:ed)?)?[\s-]*(?:handed|dominan\w+|(?:lateral )?decubitus|lateral position)/i
/** A part that is only examined, often to compare it with the other, has no condition by that. */
const EXAMINED = /\b(?:exam|examination|inspection|palpation) of (?:the |his |her )?$/i
/** A side is of a part that stands within so many words, and so many characters: a clause may be a megabyte. */
const NEAR = 4
const WINDOW = 200
const BEFORE = 30

/** The words for a part of the body, itself among them. */
export function wordsOfPart(part: string): string[] {
  const region = [...LIMBS.flatMap(({ parts }) => parts), ...OTHERS].find((words) => words.includes(part))
  return region ?? [part]
}

/**
 * Whether a text names a side of a part, of the limb that it is of, of no part in particular, or both sides. A side of
 * another part does not count.
 */
export function namesSide(side: Side, part: string, text: string): boolean {
  if (behindEach(BOTH, text).length > 0) return true
  return behindEach(WRITTEN[side], text, EXAMINED).some((behind) => {
    if (OF_PERSON.test(behind)) return false
    const named = partIn(behind)
    return named === undefined || isRelated(named, part)
  })
}

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
function partIn(behind: string): string | undefined {
  const words =
    behind
      .toLowerCase()
      .match(/[a-z]+/g)
      ?.slice(0, NEAR) ?? []
  return words.flatMap((word, at) => [`${word} ${words[at + 1] ?? ''}`, word]).find(isPart)
}

const isPart = (word: string): boolean =>
  OTHERS.flat().includes(word) || LIMBS.some(({ whole, parts }) => [...whole, ...parts.flat()].includes(word))

/** The first word of a title that is a part of a limb: "Lesion of ulnar nerve". */
export const partOfLimbIn = (title: string): string | undefined =>
  title
    .toLowerCase()
    .match(/[a-z]+/g)
    ?.find((word) => LIMBS.some(({ parts }) => parts.flat().includes(word)))

/** The same region of a limb, or the limb that the part is of. */
function isRelated(named: string, part: string): boolean {
  if (wordsOfPart(part).includes(named)) return true
  return LIMBS.some(({ whole, parts }) => {
    const isOf = (word: string): boolean => whole.includes(word) || parts.flat().includes(word)
    return isOf(named) && isOf(part) && (whole.includes(named) || whole.includes(part))
  })
}
