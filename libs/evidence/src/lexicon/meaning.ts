import type { Region } from '../places/vertebrae.js'
import type { Change, StopKind } from './lexicon.js'

/** Stands for any number, and for the end of a clause. */
export const NUMBER = '#'
export const END = '$'

export interface ChangeMeaning {
  change: Change
  side: 'before' | 'after'
  takesLists: boolean
  /** Of a negative subject: "no film has shown". */
  governsVerbs: boolean
  /** How many words it reaches over. */
  within: number
}

/** All that a phrase means where it is found; nothing at all for one that only looks like another. */
export interface Meant {
  concepts: readonly string[]
  /** Of these the ones that it names only where the text speaks of the spine, and those that it supports only there. */
  spinal?: readonly string[]
  weak?: readonly string[]
  place?: { regions: Region[]; level?: string }
  modality?: string
  /** That it is of another thing than any concept, and so is all that stands in it. */
  excluded?: boolean
  /** That a number stands in it. */
  measured?: boolean
  changes: readonly ChangeMeaning[]
  /** The changes whose scope it ends; undefined stands for all but the family's. */
  stops: readonly { of: Change | undefined; kind: StopKind }[]
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
  changes: [],
  stops: [],
  asserted: false,
  cause: false,
})
