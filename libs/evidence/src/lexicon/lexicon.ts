import { REGIONS, type Region } from '../places/vertebrae.js'
import type { GrammarWords } from './grammar.js'

/** The lexicon files, parsed: words for concepts and places, and words that change what a mention means. */
export interface Lexicon {
  concepts: Record<string, ConceptRecord>
  /** Phrases that look like a concept's and are another thing's. */
  elsewhere: string[]
  /** Words for the ways of imaging; each is a mention of `imaging`, too. */
  modalities: Record<string, string[]>
  /** Concepts whose mentions are conditions that the words of `congenital` and `acquired` speak of; and the nouns that stand for any of them: "a congenital lesion". */
  etiology: { conditions: string[]; congenital: string[]; acquired: string[]; itself: string[] }
  places: PlaceWords
  context: ContextWords
  /** Lists of words by what they do in a sentence. */
  grammar: GrammarWords
  /** Words that are never taken for a misspelt one of the lexicon's. */
  ordinary: string[]
  /** Words of context that are worth being read when misspelt, as all of the concepts' are. */
  cues: string[]
  /** By the right word what is written for it, and too short, or too far from it, to be told from other words by its letters. */
  misspelt: Record<string, string[]>
  /** Strength below full (`3/5`) as a mention: of which concept, and the words that must stand in its clause, or may not. */
  grades: { concept: string; beside: string[]; never: string[] }
}

/** All that the lexicon knows of a concept. */
export interface ConceptRecord {
  words: string[]
  /** Words that name it only where the text speaks of the spine: "narrowing", "cage". */
  spinal?: string[]
  /** Words that are of the spine in most texts, and support a finding only where the text speaks of it: "instability", "therapy". */
  weak?: string[]
  /** Of its words those that mean it only in capitals: "PT". */
  caseSensitive?: string[]
  /** What size a mention has beside it: millimetres of slip or Meyerding's grade; Hounsfield units of density. */
  size?: Size
  /** Whether it stays for life: a record that lists it as past still says that it is there. */
  lasting?: boolean
}

export interface PlaceWords {
  regions: Record<Region, string[]>
  /** Phrases that look like a place of the spine and name none. */
  elsewhere: string[]
}

export interface ContextWords {
  /** What `{name}` stands for in a phrase. */
  words: Record<string, string[]>
  negated: Around
  possible: Around
  historical: Around
  recorded: Around
  hypothetical: Around
  other: Around
  contrasted: Around
  earlier: Around
  resolved: Around
  lists: string[]
  governing: string[]
  /** By the number of words that they reach over. */
  near: Record<'before' | 'after', Record<string, string[]>>
  asserted: string[]
  pseudo: string[]
  stop: Record<StopKind, string[]>
  cause: string[]
  /** Headings whose whole section changes what is said in it. */
  sections: Record<SectionChange, string[]>
  /** Headings that stand beside a section of care, and in none. */
  beside: string[]
  /** Words that make a heading of whatever name one of a section of care: "discharge plan", "treatments not tried". */
  careSections: Record<(typeof LAYOUT)['careSections'][number], string[]>
  /** Treatments: planned, offered or declined, they are not yet given; one that was stopped was given, where it is one of the `tried`; one that `goesOn` is no new one where it is listed again by its name. */
  care: {
    concepts: string[]
    tried: string[]
    goesOn: string[]
    planned: Around
    declined: Around
    given: Around
    withheld: Around
    effect: Around
    stopped: Around
    ahead: Around
    kept: Around
  }
}

export interface Around {
  before: string[]
  after: string[]
  stop?: string[]
}

/** A verb, and a word of contrast, may also lead to what is said of what stood before. */
export type StopKind = (typeof LAYOUT)['stops'][number]
export type Size = (typeof LAYOUT)['sizes'][number]
export type Change = (typeof CHANGES)[number]
export type SectionChange = (typeof LAYOUT)['sections'][number]

/** The names that the files of the lexicon may use. */
export const LAYOUT = {
  changes: [
    'negated',
    'possible',
    'historical',
    'recorded',
    'hypothetical',
    'other',
    'contrasted',
    'earlier',
    'resolved',
  ],
  careChanges: ['planned', 'declined', 'given', 'withheld', 'effect', 'stopped', 'ahead', 'kept'],
  stops: ['verb', 'relative', 'contrast', 'other'],
  sections: ['other', 'recorded', 'hypothetical', 'possible', 'aimed', 'risked', 'negated'],
  careSections: ['withheld', 'declined', 'planned', 'given'],
  sizes: ['slip', 'density'],
  regions: REGIONS,
} as const

/** What the words around a mention may change, and what its sections do. */
export const CHANGES = [...LAYOUT.changes, ...LAYOUT.careChanges, 'aimed', 'risked'] as const

/** The concept of every word for a way of imaging. */
export const IMAGING = 'imaging'

/** The name of every concept that a fact may have. */
export const conceptsOf = ({ concepts }: Pick<Lexicon, 'concepts'>): Set<string> =>
  new Set([...Object.keys(concepts), IMAGING])
