import type { Modifier } from '../lexicon/meaning.js'
import type { Category } from '../lexicon/lexicon.js'
import { isMention, type Match } from '../lexicon/find-phrases.js'
import type { Grammar } from '../lexicon/grammar.js'
import type { Place } from '../places/levels.js'
import { isBetween, type Tokens } from '../text/tokens.js'

/** A sentence: its tokens [from, to), and the phrases and places that stand in it, in order. */
export interface Sentence {
  from: number
  to: number
  tokens: Tokens
  phrases: readonly Match[]
  places: readonly Place[]
  /** Its modifiers, each with the phrases that end their scope. */
  modifiers: readonly FoundModifier[]
  grammar: Grammar
  /** The concepts of care: what may be planned, declined or given. */
  care: ReadonlySet<string>
  /** Of these, tests. */
  tests: ReadonlySet<string>
}

export interface FoundModifier extends Modifier {
  phrase: Match
  stops: readonly Match[]
}

/** The modifiers of a sentence's mentions. */
export function foundModifiers(phrases: readonly Match[]): FoundModifier[] {
  const changing = phrases.filter(({ meant }) => meant.modifiers.length > 0)
  if (changing.length === 0) return []
  const stops = phrases.filter(({ meant }) => meant.stops.length > 0)
  const found = new Map<Category, Match[]>()
  const stopsOf = (category: Category): Match[] => {
    const known = found.get(category)
    if (known !== undefined) return known
    const own = stops.filter(({ meant }) => meant.stops.some(({ of }) => isStopOf(of, category)))
    found.set(category, own)
    return own
  }
  return changing.flatMap((phrase) =>
    phrase.meant.modifiers.map((modifier) => ({ ...modifier, phrase, stops: stopsOf(modifier.category) })),
  )
}

/** Whose condition it is does not change at a verb: "father has", "brother with". */
const isStopOf = (of: Category | undefined, category: Category): boolean =>
  of === undefined ? category !== 'experiencer' : of === category

export function someMention(after: number, before: number, phrases: readonly Match[]): boolean {
  return phrases.some((phrase) => phrase.first > after && phrase.last < before && isMention(phrase))
}

export const stopsBetween = (after: number, before: number, stops: readonly Match[]): boolean =>
  stops.some((stop) => stop.first > after && stop.last < before)

export function wordsBetween(after: number, before: number, { grammar, tokens: { word } }: Sentence): number {
  let words = 0
  for (let i = after + 1; i < before; i++) if (word[i] !== grammar.comma && word[i] !== grammar.colon) words += 1
  return words
}

export const hasComma = (after: number, before: number, { grammar, tokens }: Sentence): boolean =>
  isBetween(grammar.comma, after, before, tokens)

export const isVerb = ({ meant }: Match): boolean => meant.stops.some(({ kind }) => kind === 'verb')

/**
 * Whether a phrase that ends scopes parts a subject from what is said of it: a verb, or a word of contrast, does not.
 */
export const partsSubject = ({ meant }: Match): boolean => meant.stops.every(({ kind }) => kind === 'other')

export const isTest = ({ meant }: Match, { tests }: Sentence): boolean =>
  meant.concepts.some((concept) => tests.has(concept))

export const isCare = ({ meant }: Match, { care }: Sentence): boolean =>
  meant.concepts.some((concept) => care.has(concept))
