import type { Region } from '../places/vertebrae.js'
import {
  CATEGORIES,
  IMAGING,
  LAYOUT,
  type Category,
  type Lexicon,
  type ModifierWords,
  type TerminatorKind,
} from './lexicon.js'
import { NUMBER, type Modifier, type Meant, type Phrase } from './meaning.js'
import { countedVertebrae } from './ordinals.js'

type Meaning =
  | { is: 'concept'; concept: string; as?: 'spinal' | 'weak' | 'denied' }
  | { is: 'place'; regions: Region[]; level?: string }
  | { is: 'modality'; modality: string }
  | ({ is: 'modifier' } & Modifier)
  | { is: 'stop'; of: Category | undefined; kind: TerminatorKind }
  | { is: 'asserted' | 'cause' | 'excluded' | 'nothing' }

/** What may come, or is planned, is often a list: "start naproxen 500 mg, PT, a collar at night". */
const LISTING: readonly Category[] = ['hypothetical', 'planned', 'future']

/** What of a lexicon its phrases are made of. */
export type PhraseSource = Pick<Lexicon, 'concepts' | 'exclusions' | 'modalities' | 'sites' | 'context'>

/** Every phrase of the lexicon once, with all it means: "due to" both ends a scope and names a cause. */
export function phrasesOf({ concepts, exclusions, modalities, sites, context }: PhraseSource): Phrase[] {
  const phrases = new Phrases(context.groups)
  for (const [concept, { words, spinal = [], weak = [], denied = [], alsoWithin }] of Object.entries(concepts)) {
    if (alsoWithin === true) phrases.alsoWithin.add(concept)
    phrases.add(words, { is: 'concept', concept })
    phrases.add(spinal, { is: 'concept', concept, as: 'spinal' })
    phrases.add(weak, { is: 'concept', concept, as: 'weak' })
    phrases.add(denied, { is: 'concept', concept, as: 'denied' })
  }
  for (const [modality, written] of Object.entries(modalities)) {
    phrases.add(written, { is: 'modality', modality })
    phrases.add(written, { is: 'concept', concept: IMAGING })
  }
  for (const [region, written] of Object.entries(sites.regions))
    phrases.add(written, { is: 'place', regions: [region as Region] })
  phrases.add(sites.exclusions, { is: 'nothing' })
  for (const { words, ...place } of countedVertebrae()) phrases.add([words], { is: 'place', ...place })
  phrases.add([...exclusions, ...Object.values(concepts).flatMap((concept) => concept.exclusions ?? [])], {
    is: 'excluded',
  })
  addModifiers(context, phrases)
  phrases.add(context.pseudo, { is: 'nothing' })
  phrases.add(context.asserted, { is: 'asserted' })
  for (const [kind, written] of Object.entries(context.terminators))
    phrases.add(written, { is: 'stop', of: undefined, kind: kind as TerminatorKind })
  phrases.add(context.cause, { is: 'cause' })
  return phrases.all()
}

function addModifiers(context: Lexicon['context'], phrases: Phrases): void {
  const lists = phrases.setOf(context.lists)
  const governing = phrases.setOf(context.governing)
  const results = phrases.setOf(context.results)
  const within = { forward: phrases.reachOf(context.near.forward), backward: phrases.reachOf(context.near.backward) }
  const modifiers: Partial<Record<Category, ModifierWords>> = context
  for (const category of CATEGORIES) {
    const words = modifiers[category]
    if (words === undefined) continue
    for (const direction of LAYOUT.directions)
      phrases.add(words[direction] ?? [], (phrase) => ({
        is: 'modifier',
        category,
        direction,
        takesLists: lists.has(phrase) || (direction === 'forward' && LISTING.includes(category)),
        governsVerbs: governing.has(phrase),
        tellsResult: category === 'negated' && results.has(phrase),
        within: within[direction].get(phrase) ?? Infinity,
      }))
    phrases.add(words.terminators ?? [], { is: 'stop', of: category, kind: 'other' })
  }
}

/** Gathers what each phrase means, spelled out. */
class Phrases {
  /** Concepts that are named within the longer phrases of each other. */
  readonly alsoWithin = new Set<string>()
  /** Fifty thousand phrases mean a few hundred things: each is numbered once. */
  readonly #meanings: Meaning[] = []
  readonly #numbers = new Map<string, number>()
  readonly #meant = new Map<string, number[]>()

  constructor(private readonly words: Record<string, string[]>) {}

  add(phrases: string[], meaning: Meaning | ((phrase: string) => Meaning)): void {
    const all = typeof meaning === 'function' ? undefined : this.#numberOf(meaning)
    for (const phrase of this.#spelled(phrases)) {
      const number = all ?? this.#numberOf((meaning as (phrase: string) => Meaning)(phrase))
      const held = this.#meant.get(phrase)
      if (held === undefined) this.#meant.set(phrase, [number])
      else if (!held.includes(number)) held.push(number)
    }
  }

  #numberOf(meaning: Meaning): number {
    const key = JSON.stringify(meaning)
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#meanings.push(meaning) - 1
    this.#numbers.set(key, number)
    return number
  }

  setOf(phrases: string[]): Set<string> {
    return new Set(this.#spelled(phrases))
  }

  /** By phrase, over how many words it reaches. */
  reachOf(near: Record<string, string[]>): Map<string, number> {
    return new Map(
      Object.entries(near).flatMap(([many, phrases]) =>
        this.#spelled(phrases).map((phrase) => [phrase, Number(many)] as const),
      ),
    )
  }

  all(): Phrase[] {
    const known = new Map<string, Meant>()
    return [...this.#meant].map(([phrase, own]) => {
      const numbers = [...own, ...this.#namedWithin(phrase, own)]
      const parts = phrase.split(' ').map((part) => (part.startsWith('<') ? Number(part.slice(1, -1)) : part))
      const measured = parts.includes(NUMBER)
      const key = `${numbers.join()}${measured ? NUMBER : ''}`
      const meant = known.get(key) ?? {
        ...together(numbers.map((number) => this.#meanings[number] as Meaning)),
        ...(measured && { measured }),
      }
      known.set(key, meant)
      return { parts, meant }
    })
  }

  /** The concepts that parts of a phrase name, beside its own; a phrase with a gap names no more than it says. */
  #namedWithin(phrase: string, own: number[]): number[] {
    if (phrase.includes('<') || !own.some((number) => this.#isAlsoWithin(number))) return []
    const words = phrase.split(' ')
    const parts = words.flatMap((_, from) => words.slice(from).map((_, more) => words.slice(from, from + more + 1)))
    const named = parts.flatMap((part) => this.#meant.get(part.join(' ')) ?? [])
    const concepts = new Set(own.map((number) => this.#conceptOf(number)))
    return named.filter((number) => {
      const concept = this.#conceptOf(number)
      if (!this.#isAlsoWithin(number) || concepts.has(concept)) return false
      concepts.add(concept)
      return true
    })
  }

  #isAlsoWithin(number: number): boolean {
    return this.alsoWithin.has(this.#conceptOf(number) ?? '')
  }

  #conceptOf(number: number): string | undefined {
    const meaning = this.#meanings[number]
    return meaning?.is === 'concept' ? meaning.concept : undefined
  }

  #spelled(phrases: string[]): string[] {
    return phrases.flatMap((phrase) => this.#spelledOne(phrase))
  }

  #spelledOne(phrase: string): string[] {
    const name = /\{(\w+)\}/.exec(phrase)?.[1]
    return name === undefined
      ? spelledOut(phrase)
      : (this.words[name] ?? []).flatMap((words) => this.#spelledOne(phrase.replace(`{${name}}`, () => words)))
  }
}

function together(meanings: Meaning[]): Meant {
  const place = meanings.find((meaning) => meaning.is === 'place')
  const named = (as: 'spinal' | 'weak' | 'denied'): string[] =>
    meanings.flatMap((meaning) => (meaning.is === 'concept' && meaning.as === as ? [meaning.concept] : []))
  const [spinal, weak, denied] = [named('spinal'), named('weak'), named('denied')]
  const seenBy = meanings.find((meaning) => meaning.is === 'modality')
  return {
    concepts: meanings.flatMap((meaning) => (meaning.is === 'concept' ? [meaning.concept] : [])),
    ...(spinal.length > 0 && { spinal }),
    ...(weak.length > 0 && { weak }),
    ...(denied.length > 0 && { denied }),
    ...(place && { place }),
    ...(seenBy && { modality: seenBy.modality }),
    modifiers: unlike(meanings.filter((meaning) => meaning.is === 'modifier')),
    stops: meanings.flatMap((meaning) => (meaning.is === 'stop' ? [meaning] : [])),
    ...(meanings.some((meaning) => meaning.is === 'excluded') && { excluded: true }),
    asserted: meanings.some((meaning) => meaning.is === 'asserted'),
    cause: meanings.some((meaning) => meaning.is === 'cause'),
  }
}

/** Several phrases of a list may be the same once spelled out. */
function unlike<T extends Modifier>(meanings: T[]): T[] {
  return meanings.filter(
    ({ category, direction }, i) =>
      meanings.findIndex((other) => other.category === category && other.direction === direction) === i,
  )
}

/** "no/without relief of" is "no relief of" and "without relief of". */
export function spelledOut(phrase: string): string[] {
  return phrase
    .split(' ')
    .reduce<string[]>(
      (heads, part) => heads.flatMap((head) => part.split('/').map((word) => (head === '' ? word : `${head} ${word}`))),
      [''],
    )
}

/**
 * A phrase in any spelling as a phrase of the lexicon: its words as the text's are read, and nothing that means
 * something here.
 */
export function plainWords(phrase: string): string {
  return (phrase.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')
}
