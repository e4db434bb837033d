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
  pseudo: string[]
  stop: string[]
  cause: string[]
  sections: { other: string[]; historical: string[] }
}

interface Around {
  before: string[]
  after: string[]
}

export const CHANGES = ['negated', 'possible', 'historical', 'hypothetical', 'other'] as const
export type Change = (typeof CHANGES)[number]

/** What a phrase means where it is found. */
export type Meaning =
  | { is: 'concept'; concept: string }
  | { is: 'change'; change: Change; side: 'before' | 'after'; takesLists: boolean }
  | { is: 'stop' }
  | { is: 'cause' }
  | { is: 'nothing' }

export interface Phrase {
  /** Lower-case words; a number lets up to that many other words stand there. */
  parts: (string | number)[]
  meanings: Meaning[]
}

/** Every phrase of the lexicon once, with all it means: "due to" both ends a scope and names a cause. */
export function phrasesOf({ concepts, context }: Lexicon): Phrase[] {
  const meant = new Map<string, Meaning[]>()
  const add = (phrases: string[], meaning: (phrase: string) => Meaning): void => {
    for (const phrase of phrases) meant.set(phrase, [...(meant.get(phrase) ?? []), meaning(phrase)])
  }
  for (const [concept, phrases] of Object.entries(concepts)) add(phrases, () => ({ is: 'concept', concept }))
  for (const change of CHANGES)
    for (const side of ['before', 'after'] as const) add(context[change][side], (phrase) => ({ is: 'change', change, side, takesLists: context.lists.includes(phrase) }))
  add(context.pseudo, () => ({ is: 'nothing' }))
  add(context.stop, () => ({ is: 'stop' }))
  add(context.cause, () => ({ is: 'cause' }))
  return [...meant].map(([phrase, meanings]) => ({ parts: phrase.split(' ').map((part) => (/^<\d+>$/.test(part) ? Number(part.slice(1, -1)) : part)), meanings }))
}
