import { regionsOfVertebra, type Region } from '../places/vertebrae.js'

const ORDINALS = [
  ...['first/1st', 'second/2nd', 'third/3rd', 'fourth/4th', 'fifth/5th', 'sixth/6th'],
  ...['seventh/7th', 'eighth/8th', 'ninth/9th', 'tenth/10th', 'eleventh/11th', 'twelfth/12th'],
]
/** The vertebrae that words count. */
const COUNTED: [word: string, letter: string, many: number][] = [
  ['cervical', 'C', 7],
  ['thoracic', 'T', 12],
  ['lumbar', 'L', 5],
  ['sacral', 'S', 5],
]

/** "sixth cervical": each vertebra as a phrase, and the place that it names. */
export function countedVertebrae(): { words: string; regions: Region[]; level: string }[] {
  return COUNTED.flatMap(([word, letter, many]) =>
    ORDINALS.slice(0, many).map((ordinal, i) => ({
      words: `${ordinal} ${word}`,
      regions: regionsOfVertebra(letter, i + 1),
      level: `${letter}${i + 1}`,
    })),
  )
}
