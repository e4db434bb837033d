import type { Region } from './fact.js'

/** A place named in the text. */
export interface Place {
  start: number
  end: number
  regions: Region[]
  /** `C6` or `C5-C6`, where a level is named and not only a region. */
  level?: string
}

const LEVEL = /\b([CTLS])\s?([0-9]|1[0-2])(?:\s?[-/–]\s?([CTLS])?([0-9]|1[0-2]))?\b/gi
const WORDS: [RegExp, Region][] = [
  [/\b(?:occipito-?atlanto-?axial|atlanto-?axial|craniocervical)\b/gi, 'occipito-atlanto-axial'],
  [/\bcervico-?thoracic\b/gi, 'cervicothoracic'],
  [/\b(?:cervical|c-spine|neck)\b/gi, 'cervical'],
  [/\bthoraco-?lumbar\b/gi, 'thoracolumbar'],
  [/\b(?:thoracic|t-spine|mid-?back)\b/gi, 'thoracic'],
  [/\blumbo-?sacral\b/gi, 'lumbosacral'],
  [/\b(?:lumbar|l-spine|low(?:er)? back)\b/gi, 'lumbar'],
  [/\b(?:sacral|sacrococcygeal|sacrum)\b/gi, 'sacral'],
]

/** Every spinal level and region named in the text, in order. */
export function placesIn(text: string): Place[] {
  const levels = [...text.matchAll(LEVEL)].flatMap((match) => levelAt(match) ?? [])
  const words = WORDS.flatMap(([pattern, region]) => [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length, regions: [region] })))
  return [...levels, ...words].sort((a, b) => a.start - b.start)
}

function levelAt(match: RegExpMatchArray): Place | undefined {
  const [whole, letter = '', number = '', secondLetter, secondNumber] = match
  const upper = vertebra(letter, number)
  const lower = secondNumber === undefined ? undefined : vertebra(secondLetter ?? (Number(secondNumber) < Number(number) ? next(letter) : letter), secondNumber)
  const regions = lower === undefined ? regionsOfVertebra(upper) : regionsOfSegment(upper, lower)
  if (regions.length === 0) return undefined
  const start = match.index ?? 0
  return { start, end: start + whole.length, regions, level: lower === undefined ? upper : `${upper}-${lower}` }
}

const vertebra = (letter: string, number: string): string => `${letter.toUpperCase()}${Number(number)}`
const next = (letter: string): string => ({ C: 'T', T: 'L', L: 'S' })[letter.toUpperCase()] ?? letter

/** One vertebra or root. C2 and L5 border two regions; C8 is a root without a vertebra, below C7 (M54.13). */
function regionsOfVertebra(level: string): Region[] {
  if (level === 'C0' || level === 'C1') return ['occipito-atlanto-axial']
  if (level === 'C2') return ['occipito-atlanto-axial', 'cervical']
  if (level === 'C8') return ['cervicothoracic']
  if (level === 'L5') return ['lumbar', 'lumbosacral']
  return wholeRegion(level)
}

/** A motion segment: within one part of the spine that part's region, across a border the junction's. */
function regionsOfSegment(upper: string, lower: string): Region[] {
  if (upper === 'C0' || lower === 'C1' || (upper === 'C1' && lower === 'C2')) return ['occipito-atlanto-axial']
  const [from, to] = [upper[0], lower[0]]
  if (from === to) return wholeRegion(lower)
  if (from === 'C' && to === 'T') return ['cervicothoracic']
  if (from === 'T' && to === 'L') return ['thoracolumbar']
  return from === 'L' && to === 'S' ? ['lumbosacral'] : []
}

const HIGHEST: Record<string, number> = { C: 8, T: 12, L: 5, S: 5 }
const WHOLE: Record<string, Region> = { C: 'cervical', T: 'thoracic', L: 'lumbar', S: 'sacral' }

function wholeRegion(level: string): Region[] {
  const letter = level.charAt(0)
  const number = Number(level.slice(1))
  const region = WHOLE[letter]
  return region !== undefined && number >= 1 && number <= (HIGHEST[letter] ?? 0) ? [region] : []
}
