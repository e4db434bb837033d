import { tokensOf } from './tokens.js'

/** The lexicon files, parsed: words for concepts, and words that change what a mention means. */
export interface Lexicon {
  concepts: Record<string, string[]>
  context: ContextWords
}

export interface ContextWords {
  negated: Around
  possible: Around
  historical: Around
  hypothetical: Around
  other: Around
  lists: string[]
  near: Record<string, string[]>
  asserted: string[]
  pseudo: string[]
  stop: string[]
  cause: string[]
  sections: { other: string[]; historical: string[] }
}

interface Around {
  before: string[]
  after: string[]
  stop?: string[]
}

export const CHANGES = ['negated', 'possible', 'historical', 'hypothetical', 'other'] as const
export type Change = (typeof CHANGES)[number]

/** Stands for any number, and for the end of a clause. */
export const NUMBER = '#'
export const END = '$'

/** What a phrase means where it is found. */
export type Meaning =
  | { is: 'concept'; concept: string }
  | { is: 'change'; change: Change; side: 'before' | 'after'; takesLists: boolean; within: number }
  | { is: 'stop'; of?: Change }
  | { is: 'asserted' }
  | { is: 'cause' }
  | { is: 'nothing' }

export interface Phrase {
  /** Lower-case words, NUMBER or END; a number lets up to that many other words stand there. */
  parts: (string | number)[]
  meanings: Meaning[]
}

/** Every phrase of the lexicon once, with all it means: "due to" both ends a scope and names a cause. */
export function phrasesOf({ concepts, context }: Lexicon): Phrase[] {
  const meant = new Map<string, Meaning[]>()
  const add = (phrases: string[], meaning: (phrase: string) => Meaning): void => {
    for (const phrase of phrases.flatMap(spelledOut)) meant.set(phrase, [...(meant.get(phrase) ?? []), meaning(phrase)])
  }
  const lists = new Set(context.lists.flatMap(spelledOut))
  const within = new Map(Object.entries(context.near).flatMap(([words, phrases]) => phrases.flatMap(spelledOut).map((phrase) => [phrase, Number(words)] as const)))
  for (const [concept, phrases] of Object.entries(concepts)) add(phrases, () => ({ is: 'concept', concept }))
  for (const change of CHANGES) {
    for (const side of ['before', 'after'] as const)
      add(context[change][side], (phrase) => ({ is: 'change', change, side, takesLists: lists.has(phrase), within: (side === 'before' ? within.get(phrase) : undefined) ?? Infinity }))
    add(context[change].stop ?? [], () => ({ is: 'stop', of: change }))
  }
  add(context.pseudo, () => ({ is: 'nothing' }))
  add(context.asserted, () => ({ is: 'asserted' }))
  add(context.stop, () => ({ is: 'stop' }))
  add(context.cause, () => ({ is: 'cause' }))
  return [...meant].map(([phrase, meanings]) => ({ parts: phrase.split(' ').map((part) => (/^<\d+>$/.test(part) ? Number(part.slice(1, -1)) : part)), meanings }))
}

/** "no/without relief of" is "no relief of" and "without relief of". */
function spelledOut(phrase: string): string[] {
  return phrase.split(' ').reduce<string[]>((heads, part) => heads.flatMap((head) => part.split('/').map((word) => (head === '' ? word : `${head} ${word}`))), [''])
}

/** A phrase in any spelling as a phrase of the lexicon: its words as the text's are read, and nothing that means something here. */
export function plainWords(phrase: string): string {
  return tokensOf(phrase)
    .map(({ word }) => word)
    .filter((word) => /^[\p{L}\p{N}]+$/u.test(word))
    .join(' ')
}
