import { END, NUMBER } from './lexicon.js'
import type { Meant, Phrase } from './lexicon.js'
import { NUMBER_KIND, type Tokens } from './tokens.js'
import { UNKNOWN, type Vocabulary } from './vocabulary.js'

/** A phrase found in the text: token positions, the last one included. */
export interface Found {
  first: number
  last: number
  meant: Meant
}

export type FindPhrases = (tokens: Tokens) => Found[]

/** What no gap reaches over: the pars after it is another matter, or somebody else is spoken of. */
const PARTS = [
  '.',
  ',',
  ';',
  ':',
  '?',
  '!',
  'no',
  'not',
  'without',
  'but',
  'sparing',
  'spares',
  'he',
  'she',
  'they',
  'patient',
  'pt',
  'i',
  'we',
  'may',
  'might',
  'could',
  'represent',
  'represents',
  'suggest',
  'suggests',
]
/** What a clause ends at, beside punctuation. */
const ENDS = [
  '.',
  ',',
  ';',
  ':',
  '?',
  '!',
  'and',
  'or',
  'but',
  'on',
  'at',
  'by',
  'today',
  'now',
  'currently',
  'bilaterally',
  'clinically',
]

/** Between two words so many characters are more than a space. */
const APART = 1
/** And where an aside begins: "NSAIDs none (kidneys)", "PT no - declined". */
const ASIDE = /[([]|\s[-–—]\s/
const opensAside = (text: string, from: number, to: number): boolean =>
  to - from > APART && ASIDE.test(text.slice(from, to))

/** A step of the automaton: what was read so far, and what it means. */
interface Node {
  next: Map<number, Node>
  number?: Node
  /** The phrase that ends here, and the one that ends here where the clause does. */
  meant?: Meant
  atEnd?: Meant
}

/** A phrase with gaps, as word numbers; a negative number lets up to that many other words stand there. */
interface Gapped {
  steps: number[]
  meant: Meant
  /** Of those with as many words, the first one wins. */
  order: number
}

/** The phrases with gaps that begin with a word, the longest first, by the word that comes next in them: without it, within so many words, none of them stands there. */
interface Gaps {
  byNext: Map<number, Gapped[]>
  reach: number
}

/** What a word may do: begin a phrase, or only one that goes on with a known word or a number. */
const [OPENS, OPENS_BEFORE_KNOWN] = [1, 2]

const START: () => Node = () => ({ next: new Map() })

/**
 * Compiles phrases into one automaton over words. At each word the longest phrase wins ("no evidence of" before "no"); one with gaps before a plain one
 * with fewer parts, unless each names a concept of its own. What stands inside a phrase with gaps may mean something of its own; a plain phrase is read whole.
 */
export function indexPhrases(phrases: Phrase[], vocabulary: Vocabulary): FindPhrases {
  const root = START()
  const gapped = new Map<number, Gaps>()
  let order = 0
  for (const { parts, meant } of phrases) {
    if (parts.some((part) => typeof part === 'number')) addGapped(parts, meant)
    else addPlain(root, parts as string[], meant, vocabulary)
  }
  for (const { byNext } of gapped.values()) for (const begun of byNext.values()) begun.sort(longestFirst)
  const ends = vocabulary.setOf(ENDS)
  const parts = vocabulary.setOf(PARTS)
  const [starts, begins] = firstSteps()
  const opens = Uint8Array.from(starts, (start, word) =>
    begins[word] !== undefined || start?.meant !== undefined || start?.atEnd !== undefined
      ? OPENS
      : start !== undefined
        ? OPENS_BEFORE_KNOWN
        : 0,
  )

  /** By word, for there is one step for each word of the text: the plain phrases and the gapped ones that begin with it. */
  function firstSteps(): [(Node | undefined)[], (Gaps | undefined)[]] {
    const size = vocabulary.size()
    return [
      Array.from({ length: size }, (_, word) => root.next.get(word)),
      Array.from({ length: size }, (_, word) => gapped.get(word)),
    ]
  }

  function addGapped(written: (string | number)[], meant: Meant): void {
    const steps = written.map((part) => (typeof part === 'number' ? -part : vocabulary.add(part)))
    const first = steps[0] as number
    const gaps = gapped.get(first) ?? { byNext: new Map<number, Gapped[]>(), reach: 1 }
    const second = steps[1] as number
    const next = second < 0 ? (steps[2] as number) : second
    const begun = gaps.byNext.get(next) ?? []
    begun.push({ steps, meant, order: order++ })
    gaps.byNext.set(next, begun)
    gaps.reach = Math.max(gaps.reach, 1 - Math.min(second, 0))
    gapped.set(first, gaps)
  }

  /** The position of a gapped phrase's last word when it stands at `at`, within one sentence; -1 when it does not. */
  function lastOf(steps: number[], { word, sentence, count }: Tokens, at: number): number {
    let position = at
    let slack = 0
    for (let i = 1; i < steps.length; i++) {
      const step = steps[i] as number
      if (step < 0) {
        slack = -step
        continue
      }
      position += 1
      while (slack > 0 && position < count && word[position] !== step && !parts.has(word[position] as number)) {
        position += 1
        slack -= 1
      }
      slack = 0
      if (position >= count || word[position] !== step || sentence[position] !== sentence[at]) return -1
    }
    return position
  }

  /** The longest plain phrase at a token, into `best`; its length counts the end of a clause where it asks for one. */
  const best = { last: -1, length: 0, meant: undefined as Meant | undefined }
  function walk(begun: Node | undefined, { text, word, start, end, sentence, kind, count }: Tokens, at: number): void {
    best.last = -1
    best.length = 0
    best.meant = undefined
    const own = sentence[at]
    let position = at
    for (let node = begun; node !== undefined;) {
      if (node.meant !== undefined) take(position, position - at + 1, node.meant)
      const next = position + 1
      const inside = next < count && sentence[next] === own
      if (
        node.atEnd !== undefined &&
        (!inside || ends.has(word[next] as number) || opensAside(text, end[position] as number, start[next] as number))
      )
        take(position, position - at + 2, node.atEnd)
      if (!inside) return
      position = next
      const following = word[position] as number
      node =
        (following === UNKNOWN ? undefined : node.next.get(following)) ??
        (kind[position] === NUMBER_KIND ? node.number : undefined)
    }
  }

  function take(last: number, length: number, meant: Meant): void {
    best.last = last
    best.length = length
    best.meant = meant
  }

  function gapAt({ byNext, reach }: Gaps, tokens: Tokens, at: number): Found | undefined {
    let longest: Gapped | undefined
    let end = -1
    for (let near = at + 1; near <= at + reach && near < tokens.count; near++) {
      const begun = byNext.get(tokens.word[near] as number)
      if (begun === undefined) continue
      for (const phrase of begun) {
        if (phrase.steps.length <= best.length || (longest !== undefined && longestFirst(longest, phrase) <= 0)) break
        const last = lastOf(phrase.steps, tokens, at)
        if (last < 0) continue
        longest = phrase
        end = last
        break
      }
    }
    return longest && { first: at, last: end, meant: longest.meant }
  }

  return (tokens) => {
    const found: Found[] = []
    const { word, kind, count } = tokens
    // The last word of what a phrase with gaps names: "acute, noncorticated *fracture* through the pars" is one thing.
    let named = -1
    for (let at = 0; at < count; at++) {
      const first = word[at] as number
      const how = opens[first]
      // Words that were added later are no phrase's either.
      if (how !== OPENS && (how !== OPENS_BEFORE_KNOWN || (word[at + 1] === UNKNOWN && kind[at + 1] !== NUMBER_KIND)))
        continue
      const candidates = begins[first]
      walk(starts[first], tokens, at)
      const gap = candidates === undefined ? undefined : gapAt(candidates, tokens, at)
      if (gap !== undefined && !(gap.meant.concepts.length > 0 && named === at)) {
        found.push(gap)
        if (gap.meant.concepts.length > 0) named = gap.last
      }
      if (best.meant !== undefined && (gap === undefined || isBeside(best.meant, gap.meant))) {
        found.push({ first: at, last: best.last, meant: best.meant })
        at = best.last
      }
    }
    return found
  }
}

/** "pars defect with sclerotic margins": a plain phrase that names a concept is no part of a wider one that names another. */
function isBeside(plain: Meant, gap: Meant): boolean {
  return gap.concepts.length > 0 && plain.concepts.some((concept) => !gap.concepts.includes(concept))
}

const longestFirst = (a: Gapped, b: Gapped): number => b.steps.length - a.steps.length || a.order - b.order

function addPlain(root: Node, parts: string[], meant: Meant, vocabulary: Vocabulary): void {
  let node = root
  for (const part of parts) {
    if (part === END) {
      node.atEnd = meant
      return
    }
    if (part === NUMBER) node = node.number ??= START()
    else {
      const word = vocabulary.add(part)
      const next = node.next.get(word) ?? START()
      node.next.set(word, next)
      node = next
    }
  }
  node.meant = meant
}
