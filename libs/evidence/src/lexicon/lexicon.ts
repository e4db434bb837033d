import { REGIONS, type Region } from '../places/vertebrae.js'
import type { CodingTables } from './coding.js'
import type { GrammarWords } from './grammar.js'

/** The lexicon files, parsed: words for concepts and sites, and modifiers of what a mention means. */
export interface Lexicon {
  concepts: Record<string, ConceptRecord>
  /** Phrases that look like a concept's and are another thing's. */
  exclusions: string[]
  /** Words for the ways of imaging; each is a mention of `imaging`, too. */
  modalities: Record<string, string[]>
  /**
   * Concepts whose mentions are conditions that the words of `congenital` and `acquired` speak of; and the nouns that
   * stand for any of them: "a congenital lesion".
   */
  etiology: { conditions: string[]; congenital: string[]; acquired: string[]; itself: string[] }
  sites: SiteWords
  context: ContextWords
  /** Lists of words by what they do in a sentence. */
  grammar: GrammarWords
  /** Words that are never taken for a misspelt one of the lexicon's. */
  commonWords: string[]
  /** Words of context that are worth being read when misspelt, as all of the concepts' are. */
  cues: string[]
  /**
   * By the right word what is written for it, and too short, or too far from it, to be told from other words by its
   * letters.
   */
  misspelt: Record<string, string[]>
  coding: CodingTables
}

/** All that the product knows of a concept. */
export interface ConceptRecord {
  words: string[]
  /** Words that are a mention only in a spinal context: "narrowing", "cage". */
  spinal?: string[]
  /** Words that are a mention everywhere, but evidence only in a spinal context: "instability", "therapy". */
  weak?: string[]
  /** Words that say that it is not there: "nonsmoker". */
  denied?: string[]
  /**
   * Of its words those that are of another matter in a sentence with one `beside` them, which then support nothing: the
   * weakness of "fatigue and weakness".
   */
  elsewhere?: { words: string[]; beside: string[] }
  /** Of its words those that mean it only in capitals: "PT". */
  caseSensitive?: string[]
  /** Phrases that look like it and are another thing's. */
  exclusions?: string[]
  /** ICD-10-CM codes and headers that a mention supports, as rules write them: `M43.0-`. */
  codes?: string[]
  /** The field of a scribe's capture that tells of it, as findings name the field. */
  captureField?: string
  /** What size a mention has beside it: millimetres of slip or Meyerding's grade; Hounsfield units of density. */
  size?: Size
  /**
   * Strength below full (`3/5`) is a mention of it, where its sentence has one of the words `beside`, and none of
   * `never`; both sides' (`2/2`), where it has none of `neverPairs` either.
   */
  grades?: { beside: string[]; never: string[]; neverPairs: string[] }
  /**
   * Whether it is named within the longer phrases of other concepts too: "interbody fusion" in "anterior interbody
   * fusion".
   */
  alsoWithin?: boolean
  /**
   * Whether what it names stands among other organs on the way to the spine: only the document says whether its weak
   * words are of the spine.
   */
  throughOrgans?: boolean
  /** Whether it stays for life: a record that lists it as past still says that it is there. */
  lasting?: boolean
  /** Whether its words say that it is over: "former smoker". */
  past?: boolean
  /** Of a treatment or test, which the modifiers of care act on. */
  care?: Care
}

export interface Care {
  /** "Stopped" says that it was given; of other care, that it is given no more. */
  tried?: boolean
  /** A plan that merely names it means that it continues, not that it is new. */
  continued?: boolean
  /** A test: a negative result says that it was done. */
  test?: boolean
}

export interface SiteWords {
  regions: Record<Region, string[]>
  /** Phrases that look like a site of the spine and name none. */
  exclusions: string[]
}

/** ConText's modifiers: Harkema et al., J Biomed Inform 2009; 42(5):839-851. */
export interface ContextWords extends Record<Exclude<Category, 'goal' | 'risk'>, ModifierWords> {
  /** What `{name}` stands for in a phrase. */
  groups: Record<string, string[]>
  lists: string[]
  governing: string[]
  /** By the number of words that they reach over. */
  near: Record<Direction, Record<string, string[]>>
  asserted: string[]
  /** Of the words that deny a finding those that tell a test's result: the test was done. */
  results: string[]
  pseudo: string[]
  terminators: Record<TerminatorKind, string[]>
  cause: string[]
  /** Headings whose whole section modifies what is said in it. */
  sections: Record<SectionCategory, string[]>
  /** Headings that stand beside a section of care, and in none. */
  beside: string[]
  /** Words that make a heading of whatever name one of a section of care: "discharge plan", "treatments not tried". */
  careSections: Record<(typeof LAYOUT)['careSections'][number], string[]>
}

/** Forward modifiers act on what follows them, backward ones on what precedes them. */
export type Direction = (typeof LAYOUT)['directions'][number]

/** The words of one category of modifiers; `terminators` end the scope of this category alone. */
export interface ModifierWords extends Partial<Record<Direction, string[]>> {
  terminators?: string[]
}

/** A verb, and a word of contrast, may also lead to what is said of what stood before. */
export type TerminatorKind = (typeof LAYOUT)['terminators'][number]
export type Size = (typeof LAYOUT)['sizes'][number]
export type Category = (typeof CATEGORIES)[number]
export type SectionCategory = (typeof LAYOUT)['sections'][number]

/** The names that the files of the lexicon may use. */
export const LAYOUT = {
  directions: ['forward', 'backward'],
  categories: [
    'negated',
    'possible',
    'historical',
    'recorded',
    'hypothetical',
    'experiencer',
    'contrasted',
    'earlier',
    'resolved',
  ],
  careCategories: ['planned', 'declined', 'given', 'withheld', 'result', 'stopped', 'future', 'continued'],
  terminators: ['verb', 'relative', 'contrast', 'other'],
  sections: ['experiencer', 'recorded', 'hypothetical', 'possible', 'goal', 'risk', 'negated'],
  careSections: ['withheld', 'declined', 'planned', 'given'],
  sizes: ['slip', 'density'],
  regions: REGIONS,
} as const

/** What modifiers say of a mention, and what its sections do. */
export const CATEGORIES = [...LAYOUT.categories, ...LAYOUT.careCategories, 'goal', 'risk'] as const

/** The concept of every word for a way of imaging. */
export const IMAGING = 'imaging'

/** The name of every concept that a fact may have. */
export const conceptsOf = ({ concepts }: Pick<Lexicon, 'concepts'>): Set<string> => new Set(Object.keys(concepts))
