import type { Vocabulary } from '../text/vocabulary.js'
import type { Grammar } from './grammar.js'
import { END, NUMBER, type Meant, type Phrase } from './meaning.js'

/** A step of the automaton: what was read so far, and what it means. */
export interface Node {
  next: Map<number, Node>
  number?: Node
  /** The phrase that ends here, and the one that ends here where the clause does. */
  meant?: Meant
  atEnd?: Meant
}

/** A phrase with gaps, as word numbers; a negative number lets up to that many other words stand there. */
export interface Gapped {
  steps: number[]
  meant: Meant
  /** Of those with as many words, the first one wins. */
  order: number
}

/** The phrases with gaps that begin with a word, the longest first, by the word that comes next in them: without it, within so many words, none of them stands there. */
export interface Gaps {
  byNext: Map<number, Gapped[]>
  reach: number
}

/** What a word may do: begin a phrase, or only one that goes on with a known word or a number. */
export const [OPENS, OPENS_BEFORE_KNOWN] = [1, 2]

/** Phrases compiled into one automaton over words. By word, for there is one step for each word of the text: the plain phrases and the gapped ones that begin with it. */
export interface PhraseIndex {
  starts: (Node | undefined)[]
  begins: (Gaps | undefined)[]
  opens: Uint8Array
  /** What a clause ends at, and what no gap reaches over. */
  grammar: Pick<Grammar, 'clauseEnds' | 'gapEnds'>
}

export function indexPhrases(phrases: Phrase[], vocabulary: Vocabulary, grammar: PhraseIndex['grammar']): PhraseIndex {
  const root = newNode()
  const gapped = new Map<number, Gaps>()
  for (const [order, { parts, meant }] of phrases.entries()) {
    if (parts.some((part) => typeof part === 'number')) addGapped(gapped, { parts, meant }, order, vocabulary)
    else addPlain(root, parts as string[], meant, vocabulary)
  }
  for (const { byNext } of gapped.values()) for (const begun of byNext.values()) begun.sort(longestFirst)
  const size = vocabulary.size
  const starts = Array.from({ length: size }, (_, word) => root.next.get(word))
  const begins = Array.from({ length: size }, (_, word) => gapped.get(word))
  const opens = Uint8Array.from(starts, (start, word) => opensOf(start, begins[word]))
  return { starts, begins, opens, grammar }
}

export const longestFirst = (a: Gapped, b: Gapped): number => b.steps.length - a.steps.length || a.order - b.order

const newNode = (): Node => ({ next: new Map() })

function opensOf(start: Node | undefined, gaps: Gaps | undefined): number {
  if (gaps !== undefined || start?.meant !== undefined || start?.atEnd !== undefined) return OPENS
  return start === undefined ? 0 : OPENS_BEFORE_KNOWN
}

function addGapped(gapped: Map<number, Gaps>, { parts, meant }: Phrase, order: number, vocabulary: Vocabulary): void {
  const steps = parts.map((part) => (typeof part === 'number' ? -part : vocabulary.add(part)))
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

function addPlain(root: Node, parts: string[], meant: Meant, vocabulary: Vocabulary): void {
  let node = root
  for (const part of parts) {
    if (part === END) {
      node.atEnd = meant
      return
    }
    if (part === NUMBER) node = node.number ??= newNode()
    else {
      const word = vocabulary.add(part)
      const next = node.next.get(word) ?? newNode()
      node.next.set(word, next)
      node = next
    }
  }
  node.meant = meant
}
