import type { Vocabulary } from '../text/vocabulary.js'
import { ANY_NUMBER, Automaton, NOWHERE, ROOT } from './automaton.js'
import type { Grammar } from './grammar.js'
import { END, NUMBER, type Meant, type Phrase } from './meaning.js'

/** Any number, in a phrase with gaps. */
export const NUMBER_STEP = -1_000_000

/** A phrase with gaps, as word numbers; another negative number lets up to that many other words stand there. */
export interface Gapped {
  steps: number[]
  meant: Meant
  /** Of those with as many words, the first one wins. */
  order: number
}

/**
 * Gapped phrases that begin with a word, grouped by their second word, longest first. If no second word occurs within
 * `reach`, none can match.
 */
export interface Gaps {
  byNext: Map<number, Gapped[]>
  reach: number
}

/** What a word may do: begin a phrase, or only one that goes on with a known word or a number. */
export const [OPENS, OPENS_BEFORE_KNOWN] = [1, 2]

/**
 * Phrases, compiled. By word, because each word of a text is looked up: the step of the plain phrases and the gapped
 * phrases that begin with it.
 */
export interface IndexedPhrases {
  automaton: Automaton
  starts: Int32Array
  begins: (Gaps | undefined)[]
  opens: Uint8Array
  /** The step of the plain phrases that begin with a number, and by word whether one goes on with it. */
  afterNumber: number
  followsNumber: Uint8Array
}

/** The same with what a clause ends at, and what no gap reaches over. */
export interface PhraseIndex extends IndexedPhrases {
  grammar: Pick<Grammar, 'clauseEnds' | 'gapEnds'>
}

export function indexPhrases(phrases: Phrase[], vocabulary: Vocabulary): IndexedPhrases {
  const automaton = new Automaton()
  const gapped = new Map<number, Gaps>()
  for (const [order, { parts, meant }] of phrases.entries()) {
    if (parts.some((part) => typeof part === 'number')) addGapped(gapped, { parts, meant }, order, vocabulary)
    else addPlain(automaton, parts as string[], meant, vocabulary)
  }
  for (const { byNext } of gapped.values()) for (const begun of byNext.values()) begun.sort(longestFirst)
  const size = vocabulary.size
  const starts = Int32Array.from({ length: size }, (_, word) => automaton.next(ROOT, word))
  const begins = Array.from({ length: size }, (_, word) => gapped.get(word))
  const afterNumber = automaton.next(ROOT, ANY_NUMBER)
  const followsNumber = Uint8Array.from({ length: size }, (_, word) =>
    afterNumber !== NOWHERE && automaton.next(afterNumber, word) !== NOWHERE ? 1 : 0,
  )
  const opens = Uint8Array.from(starts, (start, word) =>
    followsNumber[word] === 1 ? OPENS : opensOf(automaton, start, begins[word]),
  )
  return { automaton, starts, begins, opens, afterNumber, followsNumber }
}

export const longestFirst = (a: Gapped, b: Gapped): number => b.steps.length - a.steps.length || a.order - b.order

function opensOf({ meant, atEnd }: Automaton, start: number, gaps: Gaps | undefined): number {
  if (gaps !== undefined || meant[start] !== undefined || atEnd[start] !== undefined) return OPENS
  return start === NOWHERE ? 0 : OPENS_BEFORE_KNOWN
}

function addGapped(gapped: Map<number, Gaps>, { parts, meant }: Phrase, order: number, vocabulary: Vocabulary): void {
  const steps = parts.map((part) => {
    if (typeof part === 'number') return -part
    return part === NUMBER ? NUMBER_STEP : vocabulary.add(part)
  })
  const first = steps[0] as number
  const gaps = gapped.get(first) ?? { byNext: new Map<number, Gapped[]>(), reach: 1 }
  const second = steps[1] as number
  const next = second < 0 ? (steps[2] as number) : second
  const begun = gaps.byNext.get(next) ?? []
  begun.push({ steps, meant, order })
  gaps.byNext.set(next, begun)
  gaps.reach = Math.max(gaps.reach, 1 - Math.min(second, 0))
  gapped.set(first, gaps)
}

function addPlain(automaton: Automaton, parts: string[], meant: Meant, vocabulary: Vocabulary): void {
  let step = ROOT
  for (const part of parts) {
    if (part === END) {
      automaton.atEnd[step] = meant
      return
    }
    step = automaton.add(step, part === NUMBER ? ANY_NUMBER : vocabulary.add(part))
  }
  automaton.meant[step] = meant
}
