import type { Match } from '../lexicon/find-phrases.js'
import type { GrammarWords } from '../lexicon/grammar.js'
import { conceptOnly, type Meant } from '../lexicon/meaning.js'
import { plainWords } from '../lexicon/phrases.js'
import { openTokenizer } from '../text/tokenize.js'
import { keptTokens, type Tokens } from '../text/tokens.js'
import { UNKNOWN, Vocabulary } from '../text/vocabulary.js'

/** A text that is asked for phrases; remembers its words, for it is asked again and again. */
export interface AskedText {
  readonly text: string
  scanned?: ScannedText
}

/** Finds phrases in a text, each as a concept that is named by it; a phrase that has no words is left out. */
export type FindTargets = (phrases: readonly string[], asked: AskedText) => Match[]

/** A text by the words that were asked for so far. */
interface ScannedText {
  by: Vocabulary
  size: number
  tokens: Tokens
  /** By word, where it stands. */
  positions: Map<number, number[]>
}

interface Target {
  words: number[]
  meant: Meant
}

/** Rules ask for some thousand words and codes for more; past so many all is forgotten. */
const MOST_WORDS = 20_000

/**
 * Rules ask each text for the same phrases: they are compiled once, and a text is read into words once. The words are
 * apart from the lexicon's, and no phrase sees another's: what is asked of one text changes no reading of another.
 */
export function openTargets(words: GrammarWords): FindTargets {
  let compiler = openCompiler(words)
  return (phrases, asked) => {
    if (compiler.vocabulary.size > MOST_WORDS) compiler = openCompiler(words)
    const targets = compiler.targetsOf(phrases)
    const { vocabulary } = compiler
    if (asked.scanned?.by !== vocabulary || asked.scanned.size !== vocabulary.size)
      asked.scanned = compiler.scan(asked.text)
    return longestOf(targets.flatMap((target) => matchesOf(target, asked.scanned as ScannedText)))
  }
}

interface Compiler {
  vocabulary: Vocabulary
  scan: (text: string) => ScannedText
  targetsOf: (phrases: readonly string[]) => Target[]
}

function openCompiler(words: GrammarWords): Compiler {
  const vocabulary = new Vocabulary()
  const tokenize = openTokenizer(vocabulary, words)
  const known = new Map<string, Target[]>()
  // A rule asks with the same list each time.
  const ofList = new WeakMap<readonly string[], Target[]>()
  return {
    vocabulary,
    scan(text) {
      const tokens = keptTokens(tokenize(text))
      return { by: vocabulary, size: vocabulary.size, tokens, positions: positionsOf(tokens) }
    },
    targetsOf(phrases) {
      const held = ofList.get(phrases)
      if (held !== undefined) return held
      const key = phrases.join('\n')
      const targets = known.get(key) ?? phrases.flatMap((phrase) => targetOf(phrase, vocabulary))
      known.set(key, targets)
      ofList.set(phrases, targets)
      return targets
    },
  }
}

function targetOf(phrase: string, vocabulary: Vocabulary): Target[] {
  const words = plainWords(phrase)
  return words === ''
    ? []
    : [{ words: words.split(' ').map((word) => vocabulary.add(word)), meant: conceptOnly(phrase) }]
}

function positionsOf({ word, count }: Tokens): Map<number, number[]> {
  const positions = new Map<number, number[]>()
  for (let at = 0; at < count; at++) {
    const each = word[at] as number
    if (each === UNKNOWN) continue
    const held = positions.get(each)
    if (held === undefined) positions.set(each, [at])
    else held.push(at)
  }
  return positions
}

/** Where a phrase stands within a sentence. */
function matchesOf({ words, meant }: Target, { tokens: { word, sentence }, positions }: ScannedText): Match[] {
  return (positions.get(words[0] as number) ?? []).flatMap((first) => {
    const stands = words.every(
      (each, more) => word[first + more] === each && sentence[first + more] === sentence[first],
    )
    return stands ? [{ first, last: first + words.length - 1, meant }] : []
  })
}

/** In order; where phrases overlap, the one that begins first counts, and of those the longest. */
function longestOf(found: Match[]): Match[] {
  let end = -1
  return found
    .sort((a, b) => a.first - b.first || b.last - a.last)
    .filter(({ first, last }) => {
      if (first <= end) return false
      end = last
      return true
    })
}
