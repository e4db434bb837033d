import type { Region } from '../places/vertebrae.js'
import type { Category, TerminatorKind } from './lexicon.js'

/** Stands for any number, and for the end of a clause. */
export const NUMBER = '#'
export const END = '$'

/** A ConText modifier: what it says of a mention, where, and how far. */
export interface Modifier {
  category: Category
  /** A forward modifier acts on what follows it. */
  direction: 'forward' | 'backward'
  takesLists: boolean
  /** Of a negative subject: "no film has shown". */
  governsVerbs: boolean
  /** That it tells a test's result, which denies a finding and no test. */
  tellsResult: boolean
  /** How many words it reaches over. */
  within: number
}

/** All that a phrase means where it is found; nothing at all for one that only looks like another. */
export interface Meant {
  concepts: readonly string[]
  /** Of these the ones that it names only where the text speaks of the spine, and those that it supports only there. */
  spinal?: readonly string[]
  weak?: readonly string[]
  /** Of these the ones that it says are not there. */
  denied?: readonly string[]
  place?: { regions: Region[]; level?: string }
  modality?: string
  /** That nothing in it is a mention of its own: "disc space narrowing" is no narrowing of the canal. */
  excluded?: boolean
  /** That a number stands in it. */
  measured?: boolean
  modifiers: readonly Modifier[]
  /** The category whose scope it ends; undefined stands for all but the experiencer's. */
  stops: readonly { of: Category | undefined; kind: TerminatorKind }[]
  /** That what stood before it is there after all. */
  asserted: boolean
  /** That what follows is the cause of what stood before it. */
  cause: boolean
}

export interface Phrase {
  /** Lower-case words, NUMBER or END; a number lets up to that many other words stand there. */
  parts: (string | number)[]
  meant: Meant
}

/** A phrase that names a concept and means nothing else. */
export const conceptOnly = (concept: string): Meant => ({
  concepts: [concept],
  modifiers: [],
  stops: [],
  asserted: false,
  cause: false,
})
