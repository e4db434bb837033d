import type { Match } from '../lexicon/find-phrases.js'
import type { Grammar } from '../lexicon/grammar.js'
import { LEVEL, NUMBER_KIND, SPINE_LETTER, type Tokens } from '../text/tokens.js'
import { regionsOfVertebra, wholeRegion, type Region } from './vertebrae.js'

/** A place named in the text: offsets, and the region or regions that it may mean. */
export interface Place {
  start: number
  end: number
  regions: Region[]
  /** `C6` or `C5-C6`, where a level is named and not only a region. */
  level?: string
}

/** The places among the tokens [from, to) of one sentence, in order; `phrases` are those found there. */
export function placesIn(
  tokens: Tokens,
  from: number,
  to: number,
  phrases: readonly Match[],
  grammar: Grammar,
): Place[] {
  const places: Place[] = []
  let phrase = 0
  for (let at = from; at < to; at++) {
    while (phrase < phrases.length && (phrases[phrase] as Match).last < at) phrase += 1
    const named = phrases[phrase]
    if (named !== undefined && named.first === at && named.meant.place !== undefined) {
      places.push({ start: tokens.start[at] as number, end: tokens.end[named.last] as number, ...named.meant.place })
      at = named.last
    } else if ((tokens.kind[at] as number) >= LEVEL) {
      const level = levelAt(tokens, at, from, to, grammar)
      if (level === undefined) continue
      if (level.place !== undefined) places.push(level.place)
      at = level.last
    }
  }
  return places
}

/** A vertebra, root or segment that begins at a token, and its last; no place for one that only looks so. */
function levelAt(
  tokens: Tokens,
  at: number,
  from: number,
  to: number,
  grammar: Grammar,
): { place?: Place; last: number } | undefined {
  const upper = vertebraAt(tokens, at, to)
  if (upper === undefined) return undefined
  if (isNoVertebra(upper, tokens, at, from, to, grammar)) return { last: upper.last }
  const lower = lowerOf(upper, tokens, upper.last + 1, to, grammar)
  const regions = lower === undefined ? regionsOfVertebra(upper.letter, upper.number) : regionsOfSegment(upper, lower)
  if (regions.length === 0) return { last: upper.last }
  const name = `${upper.letter}${upper.number}`
  const { last } = lower ?? upper
  return {
    last,
    place: {
      start: tokens.start[at] as number,
      end: tokens.end[last] as number,
      regions,
      level: lower === undefined ? name : `${name}-${lower.letter}${lower.number}`,
    },
  }
}

/** The second half of "C5-6", "L5/S1", "C6 on C7". */
function lowerOf(upper: Vertebra, tokens: Tokens, next: number, to: number, grammar: Grammar): Vertebra | undefined {
  if (next >= to) return undefined
  if (grammar.joinsLevels.has(tokens.word[next] as number)) return vertebraAt(tokens, next + 1, to)
  const gap = tokens.text.slice(tokens.end[upper.last], tokens.start[next])
  if (!/^\s?[-/–—]\s?$/.test(gap)) return undefined
  const named = vertebraAt(tokens, next, to)
  if (named !== undefined) return named
  if (tokens.kind[next] !== NUMBER_KIND) return undefined
  const number = Number(tokens.text.slice(tokens.start[next], tokens.end[next]))
  if (!(number <= 12) || !Number.isInteger(number) || isFraction(tokens, next)) return undefined
  return { letter: number < upper.number ? (NEXT[upper.letter] ?? upper.letter) : upper.letter, number, last: next }
}

function isNoVertebra(
  { letter, number, last }: Vertebra,
  tokens: Tokens,
  at: number,
  from: number,
  to: number,
  grammar: Grammar,
): boolean {
  const before = at > from ? (tokens.word[at - 1] as number) : 0
  if (letter === 'T')
    return grammar.notVertebraBefore.has(before) || (number <= 2 && isSignal(tokens, at, last, from, to, grammar))
  return letter === 'S' && number <= 4 && isHeartSound(tokens, from, to, grammar)
}

function isSignal(
  { word, text, start, end }: Tokens,
  at: number,
  last: number,
  from: number,
  to: number,
  grammar: Grammar,
): boolean {
  let next = last + 1
  // "T1 and T2 weighted", "T1/T2 signal".
  while (
    next < to &&
    (word[next] === grammar.and || word[next] === grammar.or || /^[tT][12]$/.test(text.slice(start[next], end[next])))
  )
    next += 1
  if (next < to && grammar.signalAfter.has(word[next] as number) && !/[.,;]/.test(text.slice(end[last], start[next])))
    return true
  const before = at > from ? word[at - 1] : 0
  const further = at - 1 > from ? (word[at - 2] as number) : 0
  return (before === grammar.on || before === grammar.with) && grammar.signalBefore.has(further)
}

function isHeartSound({ word, text, start, end }: Tokens, from: number, to: number, grammar: Grammar): boolean {
  let ofSpine = false
  let sounds = 0
  for (let i = from; i < to; i++) {
    if (grammar.heart.has(word[i] as number)) return true
    const written = text.slice(start[i], end[i])
    if (/^[sS][1-4]$/.test(written)) sounds += 1
    else if (grammar.spine.has(word[i] as number) || /^[ctlCTL]\d/.test(written)) ofSpine = true
  }
  return sounds > 1 && !ofSpine
}

interface Vertebra {
  letter: string
  number: number
  last: number
}

const NEXT: Record<string, string> = { C: 'T', T: 'L', L: 'S' }

/** C6, "C 6", "C-6": a letter of the spine with a number that it has. */
function vertebraAt(tokens: Tokens, at: number, to: number): Vertebra | undefined {
  if (at >= to) return undefined
  const { text, start, end } = tokens
  const kind = tokens.kind[at]
  if (kind !== LEVEL && kind !== SPINE_LETTER) return undefined
  const from = start[at] as number
  const letter = text.charAt(from).toUpperCase()
  if (/['’]/.test(text.charAt(from - 1))) return undefined
  if (kind === LEVEL) {
    const number = Number(text.slice(from + 1, end[at]))
    return Number.isInteger(number) && number <= 12 ? { letter, number, last: at } : undefined
  }
  const next = at + 1
  if (next >= to || tokens.kind[next] !== NUMBER_KIND || !/^[\s-]$/.test(text.slice(end[at], start[next])))
    return undefined
  const number = Number(text.slice(start[next], end[next]))
  // Strength on the left is no vertebra: "L 4/5".
  return number >= 1 && number <= 12 && !isFraction(tokens, next) ? { letter, number, last: next } : undefined
}

const isFraction = ({ text, end }: Tokens, at: number): boolean =>
  /^[+-]?\/5/.test(text.slice(end[at], (end[at] as number) + 3))

/** A motion segment: within one part of the spine that part's region, across a border the junction's. */
function regionsOfSegment(upper: Vertebra, lower: Vertebra): Region[] {
  if (
    upper.letter === 'C' &&
    lower.letter === 'C' &&
    (upper.number === 0 || lower.number === 1 || (upper.number === 1 && lower.number === 2))
  )
    return ['occipito-atlanto-axial']
  if (upper.letter === lower.letter) return wholeRegion(lower.letter, lower.number)
  if (upper.letter === 'C' && lower.letter === 'T') return ['cervicothoracic']
  if (upper.letter === 'T' && lower.letter === 'L') return ['thoracolumbar']
  return upper.letter === 'L' && lower.letter === 'S' ? ['lumbosacral'] : []
}
