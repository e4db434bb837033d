import type { CodeEntry } from '@claims-audit/code-sets'

/**
 * Something by which titles place conditions: two that name different values of it name different conditions (Guideline
 * I.A.12.a).
 */
interface Dimension {
  name: string
  valuesOf(entry: CodeEntry): string[]
}

/** Parts of the spine by the words of titles; a region at a border is of both. */
const SPINE: [RegExp, string[]][] = [
  [/cervicothoracic/i, ['neck', 'thorax']],
  [/thoracolumbar/i, ['thorax', 'low back']],
  [/occipito|cervical|cervicalgia|\bneck\b/i, ['neck']],
  [/thoracic (?:region|spine|vertebra)|\bT\d+-T\d+ level/i, ['thorax']],
  [/lumb|low back|sacr|coccyx/i, ['low back']],
]
/** Neighbouring parts that are told apart by their own words: digits, eyelids. */
const PARTS = [
  /\b(?:thumb|index finger|middle finger|ring finger|little finger)\b/i,
  /\b(?:great toe|lesser toe)/i,
  /\b(?:upper|lower) eyelid\b/i,
  /\b(?:upper-inner|upper-outer|lower-inner|lower-outer) quadrant\b/i,
]

const DIMENSIONS: Dimension[] = [
  // "affecting right dominant side" is the side of the paralysis, not of the condition.
  { name: 'sides', valuesOf: ({ title }) => (/affecting/i.test(title) ? [] : wordsIn(title, /\b(?:right|left)\b/gi)) },
  { name: 'regions', valuesOf: ({ title }) => SPINE.find(([words]) => words.test(title))?.[1] ?? [] },
  ...PARTS.map((words) => ({
    name: 'parts',
    valuesOf: ({ title }: CodeEntry) => wordsIn(title, new RegExp(words.source, 'gi')),
  })),
  { name: 'encounters', valuesOf: ({ code }) => (code.length === COMPLETE ? encounterOf(code.slice(-1)) : []) },
  { name: 'times', valuesOf: timeOf },
]

const wordsIn = (title: string, words: RegExp): string[] => (title.match(words) ?? []).map((word) => word.toLowerCase())

const COMPLETE = 7

/** What the 7th character of an injury says of the encounter (Guideline I.C.19.a). */
function encounterOf(seventh: string): string[] {
  if (/[ABC]/.test(seventh)) return ['initial encounter']
  if (/[D-R]/.test(seventh)) return ['subsequent encounter']
  return seventh === 'S' ? ['sequela'] : []
}

/**
 * Categories of sequelae (Guideline I.B.10). A status or history of chapter 21 is neither a sequela nor a current
 * condition.
 */
const SEQUELAE = /^(?:I69|B9[0-4]|E64|E68|G09|O94)/

/**
 * A sequela is of an earlier condition than one that is treated now: NCHS on current intracranial hemorrhage beside the
 * sequelae of a stroke; Guideline I.C.9.d.2.
 */
function timeOf({ code, title }: CodeEntry): string[] {
  if (code.startsWith('Z')) return []
  return [SEQUELAE.test(code) || /\bsequela/i.test(title) ? 'a sequela' : 'a current condition']
}

/**
 * What the titles of two codes place differently, in words: `sides (right, left)`; undefined where they may speak of
 * one condition.
 */
export function codesApart(one: CodeEntry, other: CodeEntry): string | undefined {
  for (const { name, valuesOf } of DIMENSIONS) {
    const [a, b] = [valuesOf(one), valuesOf(other)]
    if (a.length > 0 && b.length > 0 && !a.some((value) => b.includes(value)))
      return `${name} (${a.join(' or ')}, ${b.join(' or ')})`
  }
  return undefined
}
