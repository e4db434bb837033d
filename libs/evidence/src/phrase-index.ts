import { END, NUMBER } from './lexicon.js'
import type { Meaning, Phrase } from './lexicon.js'
import type { Token } from './tokens.js'

/** A phrase found in the text: token positions, the last one included. */
export interface Found {
  first: number
  last: number
  meanings: Meaning[]
}

export type FindPhrases = (tokens: Token[]) => Found[]

/** Phrases by their first word, the longest first, so that "no evidence of" is read before "no". */
export function indexPhrases(phrases: Phrase[]): FindPhrases {
  const byFirstWord = new Map<string, Phrase[]>()
  for (const phrase of [...phrases].sort((a, b) => b.parts.length - a.parts.length)) {
    const first = String(phrase.parts[0])
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), phrase])
  }
  return (tokens) => {
    const found: Found[] = []
    for (let at = 0; at < tokens.length; at += 1) {
      const hit = longestAt(tokens, at, byFirstWord)
      if (hit === undefined) continue
      found.push(hit)
      // What stands inside a phrase with gaps may mean something of its own; a plain phrase is read whole.
      if (!hit.gapped) at = hit.last
    }
    return found
  }
}

function longestAt(tokens: Token[], at: number, byFirstWord: Map<string, Phrase[]>): (Found & { gapped: boolean }) | undefined {
  for (const phrase of byFirstWord.get(tokens[at]?.word ?? '') ?? []) {
    const last = lastOf(phrase.parts, tokens, at)
    if (last !== undefined) return { first: at, last, meanings: phrase.meanings, gapped: phrase.parts.some((part) => typeof part === 'number') }
  }
  return undefined
}

/** What no gap reaches over: the pars after it is another matter. */
const PARTS = new Set([...'.,;:?!', 'no', 'not', 'without', 'but', 'sparing', 'spares'])
/** What a clause ends at, beside punctuation. */
const ENDS = new Set([...'.,;:?!', 'and', 'or', 'but', 'on', 'at', 'by', 'today', 'now', 'currently', 'bilaterally', 'clinically'])

/** The position of a phrase's last word when it stands at `at`, within one sentence; undefined when it does not. */
function lastOf(parts: (string | number)[], tokens: Token[], at: number): number | undefined {
  const sentence = tokens[at]?.sentence
  let position = at
  let slack = 0
  for (const part of parts.slice(1)) {
    if (typeof part === 'number') {
      slack = part
      continue
    }
    const next = tokens[position + 1]?.sentence === sentence ? tokens[position + 1]?.word : undefined
    if (part === END) {
      if (next === undefined || ENDS.has(next)) continue
      return undefined
    }
    position += 1
    while (slack > 0 && !isPart(tokens[position]?.word, part) && !PARTS.has(tokens[position]?.word ?? '')) {
      position += 1
      slack -= 1
    }
    slack = 0
    if (!isPart(tokens[position]?.word, part) || tokens[position]?.sentence !== sentence) return undefined
  }
  return position
}

const isPart = (word: string | undefined, part: string): boolean => word !== undefined && (part === NUMBER ? /^\d+$/.test(word) : word === part)
