import { NUMBER_KIND, type Tokens } from '../text/tokens.js'
import { UNKNOWN } from '../text/vocabulary.js'
import { ANY_NUMBER, NOWHERE, type Automaton } from './automaton.js'
import type { Meant } from './meaning.js'
import {
  OPENS,
  OPENS_BEFORE_KNOWN,
  NUMBER_STEP,
  longestFirst,
  type Gapped,
  type Gaps,
  type PhraseIndex,
} from './phrase-index.js'

/** A phrase found in the text: token positions, the last one included. */
export interface Match {
  first: number
  last: number
  meant: Meant
}

export const isMention = ({ meant }: Match): boolean => meant.concepts.length > 0

/** Between two words so many characters are more than a space. */
const APART = 1
/** And where an aside begins: "NSAIDs none (kidneys)", "PT no - declined". */
const ASIDE = /[([]|\s[-–—]\s/
const opensAside = (text: string, from: number, to: number): boolean =>
  to - from > APART && ASIDE.test(text.slice(from, to))

/**
 * The longest plain phrase at a token; its length counts the end of a clause where it asks for one. One object, for
 * this is asked of most words.
 */
interface Longest {
  last: number
  length: number
  meant: Meant | undefined
}

/**
 * The phrases of a text. At each word the longest phrase wins ("no evidence of" before "no"); one with gaps before a
 * plain one with fewer parts, unless each names a concept of its own. What stands inside a phrase with gaps may mean
 * something of its own; a plain phrase is read whole.
 */
export function findPhrases(index: PhraseIndex, tokens: Tokens): Match[] {
  const found: Match[] = []
  const { starts, begins, opens } = index
  const { word, kind, count } = tokens
  const best: Longest = { last: -1, length: 0, meant: undefined }
  // The last word of what a phrase with gaps names: "acute, noncorticated *fracture* through the pars" is one thing.
  let named = -1
  for (let at = 0; at < count; at++) {
    const first = word[at] as number
    const how = opens[first]
    // Words that were added later are no phrase's either.
    if (how !== OPENS && (how !== OPENS_BEFORE_KNOWN || (word[at + 1] === UNKNOWN && kind[at + 1] !== NUMBER_KIND)))
      continue
    const counted = index.followsNumber[first] === 1 ? fromNumber(best, found, index, tokens, at) : undefined
    if (counted !== undefined) {
      found.push(counted)
      at = counted.last
      continue
    }
    const candidates = begins[first]
    walk(best, starts[first] ?? NOWHERE, index, tokens, at)
    const gap = candidates === undefined ? undefined : gapAt(candidates, best.length, index, tokens, at)
    if (gap !== undefined && !(isMention(gap) && named === at)) {
      found.push(gap)
      if (isMention(gap)) named = gap.last
      if (gap.meant.excluded === true) {
        at = gap.last
        continue
      }
    }
    if (best.meant !== undefined && (gap === undefined || isBeside(best.meant, gap.meant))) {
      if (best.length > 1 && best.meant.concepts.length === 0) {
        const image = imageAt(starts[first] ?? NOWHERE, best.meant, index)
        if (image !== undefined) found.push({ first: at, last: at, meant: image })
      }
      found.push({ first: at, last: best.last, meant: best.meant })
      if (best.length > 1 && best.last > at && best.meant.concepts.length === 0) {
        const image = imageAt(starts[word[best.last] as number] ?? NOWHERE, best.meant, index)
        if (image !== undefined) found.push({ first: best.last, last: best.last, meant: image })
      }
      at = best.last
    }
  }
  return found
}

/** "98 % *oxygen* saturation": the phrase that begins with the number before a token. */
function fromNumber(
  best: Longest,
  found: readonly Match[],
  index: PhraseIndex,
  tokens: Tokens,
  at: number,
): Match | undefined {
  const first = at - 1
  if (tokens.kind[first] !== NUMBER_KIND || (found.at(-1)?.last ?? -1) >= first) return undefined
  walk(best, index.afterNumber, index, tokens, first)
  return best.meant && { first, last: best.last, meant: best.meant }
}

/**
 * "MRI for further evaluation", "her prior MRI": a way of imaging that a longer phrase of context begins or ends with
 * is named all the same.
 */
function imageAt(begun: number, { excluded }: Meant, { automaton }: PhraseIndex): Meant | undefined {
  if (begun === NOWHERE || excluded === true) return undefined
  const alone = automaton.meant[begun]
  return alone?.modality === undefined ? undefined : alone
}

function walk(best: Longest, begun: number, { automaton, grammar }: PhraseIndex, tokens: Tokens, at: number): void {
  const { text, word, start, end, sentence, kind, count } = tokens
  const { meant, atEnd } = automaton
  best.last = -1
  best.length = 0
  best.meant = undefined
  const own = sentence[at]
  let position = at
  for (let step = begun; step !== NOWHERE;) {
    const here = meant[step]
    if (here !== undefined) take(best, position, position - at + 1, here)
    const next = position + 1
    const inside = next < count && sentence[next] === own
    const closed = atEnd[step]
    if (
      closed !== undefined &&
      (!inside ||
        grammar.clauseEnds.has(word[next] as number) ||
        opensAside(text, end[position] as number, start[next] as number))
    )
      take(best, position, position - at + 2, closed)
    if (!inside) return
    position = next
    step = follow(automaton, step, word[position] as number, kind[position] === NUMBER_KIND)
  }
}

function follow(automaton: Automaton, step: number, word: number, isNumber: boolean): number {
  const next = word === UNKNOWN ? NOWHERE : automaton.next(step, word)
  return next === NOWHERE && isNumber ? automaton.next(step, ANY_NUMBER) : next
}

function take(best: Longest, last: number, length: number, meant: Meant): void {
  best.last = last
  best.length = length
  best.meant = meant
}

/** The longest phrase with gaps at a token that has more words than the plain one there. */
function gapAt(
  { byNext, reach }: Gaps,
  plainLength: number,
  index: PhraseIndex,
  tokens: Tokens,
  at: number,
): Match | undefined {
  let longest: Gapped | undefined
  let end = -1
  for (let near = at + 1; near <= at + reach && near < tokens.count; near++) {
    const begun = byNext.get(tokens.word[near] as number)
    if (begun === undefined) continue
    for (const phrase of begun) {
      if (phrase.steps.length <= plainLength || (longest !== undefined && longestFirst(longest, phrase) <= 0)) break
      const last = lastOf(phrase.steps, index, tokens, at)
      if (last < 0) continue
      longest = phrase
      end = last
      break
    }
  }
  return longest && { first: at, last: end, meant: longest.meant }
}

/** The position of a gapped phrase's last word when it stands at `at`, within one sentence; -1 when it does not. */
function lastOf(
  steps: number[],
  { grammar }: PhraseIndex,
  { word, kind, sentence, count }: Tokens,
  at: number,
): number {
  let position = at
  let slack = 0
  for (let i = 1; i < steps.length; i++) {
    const step = steps[i] as number
    const isNumber = step === NUMBER_STEP
    if (step < 0 && !isNumber) {
      slack = -step
      continue
    }
    position += 1
    while (
      slack > 0 &&
      position < count &&
      (isNumber ? kind[position] !== NUMBER_KIND : word[position] !== step) &&
      !grammar.gapEnds.has(word[position] as number)
    ) {
      position += 1
      slack -= 1
    }
    slack = 0
    if (position >= count || sentence[position] !== sentence[at]) return -1
    if (isNumber ? kind[position] !== NUMBER_KIND : word[position] !== step) return -1
  }
  return position
}

/**
 * "pars defect with sclerotic margins": a plain phrase that names a concept is no part of a wider one that names
 * another.
 */
function isBeside(plain: Meant, gap: Meant): boolean {
  return gap.concepts.length > 0 && plain.concepts.some((concept) => !gap.concepts.includes(concept))
}
