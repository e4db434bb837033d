import type { Region } from './fact.js'
import { regionsOfVertebra } from './vertebrae.js'

/** The lexicon files, parsed: words for concepts and places, and words that change what a mention means. */
export interface Lexicon {
  concepts: Record<string, string[]>
  /** Phrases that look like a concept's and are another thing's. */
  elsewhere: string[]
  /** Words that mean their concept only in capitals. */
  capitals: string[]
  /** Words for the ways of imaging; each is a mention of `imaging`, too. */
  modalities: Record<string, string[]>
  /** Concepts whose mentions have a size beside them: millimetres of slip or Meyerding's grade; Hounsfield units of density. */
  sizes: Record<string, 'slip' | 'density'>
  /** Concepts whose mentions are conditions that the words of `congenital` and `acquired` speak of; and the nouns that stand for any of them: "a congenital lesion". */
  etiology: { conditions: string[]; congenital: string[]; acquired: string[]; itself: string[] }
  places: PlaceWords
  context: ContextWords
  /** Words that are never taken for a misspelt one of the lexicon's. */
  ordinary: string[]
  /** Words of context that are worth being read when misspelt, as all of the concepts' are. */
  cues: string[]
  /** By the right word what is written for it, and too short, or too far from it, to be told from other words by its letters. */
  misspelt: Record<string, string[]>
  /** Strength below full (`3/5`) as a mention: of which concept, and the words that must stand in its clause, or may not. */
  grades: { concept: string; beside: string[]; never: string[] }
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
  hypothetical: Around
  other: Around
  contrasted: Around
  earlier: Around
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
  careSections: Record<'planned' | 'declined' | 'withheld' | 'given', string[]>
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

interface Around {
  before: string[]
  after: string[]
  stop?: string[]
}

export const CHANGES = [
  'negated',
  'possible',
  'historical',
  'hypothetical',
  'other',
  'contrasted',
  'earlier',
  'planned',
  'declined',
  'given',
  'withheld',
  'effect',
  'stopped',
  'ahead',
  'kept',
  'aimed',
  'risked',
] as const
/** A verb, and a word of contrast, may also lead to what is said of what stood before. */
export type StopKind = 'verb' | 'relative' | 'contrast' | 'other'
export type Change = (typeof CHANGES)[number]
export type SectionChange = 'other' | 'historical' | 'hypothetical' | 'possible' | 'aimed' | 'risked' | 'negated'

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
  place?: { regions: Region[]; level?: string }
  modality?: string
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

type Meaning =
  | { is: 'concept'; concept: string }
  | { is: 'place'; regions: Region[]; level?: string }
  | { is: 'modality'; modality: string }
  | ({ is: 'change' } & ChangeMeaning)
  | { is: 'stop'; of: Change | undefined; kind: StopKind }
  | { is: 'asserted' | 'cause' | 'nothing' }

export interface Phrase {
  /** Lower-case words, NUMBER or END; a number lets up to that many other words stand there. */
  parts: (string | number)[]
  meant: Meant
}

/** Every phrase of the lexicon once, with all it means: "due to" both ends a scope and names a cause. */
export function phrasesOf({
  concepts,
  elsewhere,
  modalities,
  places,
  context,
}: Pick<Lexicon, 'concepts' | 'elsewhere' | 'modalities' | 'places' | 'context'>): Phrase[] {
  const meant = new Map<string, Meaning[]>()
  const spelled = (phrase: string): string[] => {
    const name = /\{(\w+)\}/.exec(phrase)?.[1]
    return name === undefined
      ? spelledOut(phrase)
      : (context.words[name] ?? []).flatMap((words) => spelled(phrase.replace(`{${name}}`, () => words)))
  }
  const add = (phrases: string[], meaning: (phrase: string) => Meaning): void => {
    for (const phrase of new Set(phrases.flatMap(spelled)))
      meant.set(phrase, [...(meant.get(phrase) ?? []), meaning(phrase)])
  }
  const lists = new Set(context.lists.flatMap(spelled))
  const governing = new Set(context.governing.flatMap(spelled))
  const reachOf = (near: Record<string, string[]>): Map<string, number> =>
    new Map(
      Object.entries(near).flatMap(([words, phrases]) =>
        phrases.flatMap(spelled).map((phrase) => [phrase, Number(words)] as const),
      ),
    )
  const within = { before: reachOf(context.near.before), after: reachOf(context.near.after) }
  for (const [concept, phrases] of Object.entries(concepts)) add(phrases, () => ({ is: 'concept', concept }))
  for (const [modality, phrases] of Object.entries(modalities)) {
    add(phrases, () => ({ is: 'modality', modality }))
    add(phrases, () => ({ is: 'concept', concept: IMAGING }))
  }
  addPlaces(places, add)
  add(elsewhere, () => ({ is: 'nothing' }))
  const around: Partial<Record<Change, Around>> = { ...context, ...context.care }
  for (const change of CHANGES) {
    const words = around[change]
    if (words === undefined) continue
    for (const side of ['before', 'after'] as const)
      add(words[side], (phrase) => ({
        is: 'change',
        change,
        side,
        takesLists: lists.has(phrase) || (side === 'before' && LISTING.includes(change)),
        governsVerbs: governing.has(phrase),
        within: within[side].get(phrase) ?? Infinity,
      }))
    add(words.stop ?? [], () => ({ is: 'stop', of: change, kind: 'other' }))
  }
  add(context.pseudo, () => ({ is: 'nothing' }))
  add(context.asserted, () => ({ is: 'asserted' }))
  for (const [kind, phrases] of Object.entries(context.stop))
    add(phrases, () => ({ is: 'stop', of: undefined, kind: kind as StopKind }))
  add(context.cause, () => ({ is: 'cause' }))
  return [...meant].map(([phrase, meanings]) => {
    const parts = phrase.split(' ').map((part) => (/^<\d+>$/.test(part) ? Number(part.slice(1, -1)) : part))
    return { parts, meant: { ...together(meanings), ...(parts.includes(NUMBER) && { measured: true }) } }
  })
}

/** What may come, or is planned, is often a list: "start naproxen 500 mg, PT, a collar at night". */
const LISTING: readonly Change[] = ['hypothetical', 'planned', 'ahead']

/** The concept of every word for a way of imaging. */
export const IMAGING = 'imaging'

/** The name of every concept that a fact may have. */
export const conceptsOf = ({ concepts, grades }: Pick<Lexicon, 'concepts' | 'grades'>): Set<string> =>
  new Set([...Object.keys(concepts), grades.concept, IMAGING])

/** A phrase that names a concept and means nothing else. */
export const conceptOnly = (concept: string): Meant => ({
  concepts: [concept],
  changes: [],
  stops: [],
  asserted: false,
  cause: false,
})

function together(meanings: Meaning[]): Meant {
  const place = meanings.find((meaning) => meaning.is === 'place')
  const seenBy = meanings.find((meaning) => meaning.is === 'modality')
  return {
    concepts: meanings.flatMap((meaning) => (meaning.is === 'concept' ? [meaning.concept] : [])),
    ...(place && { place }),
    ...(seenBy && { modality: seenBy.modality }),
    changes: unlike(meanings.filter((meaning) => meaning.is === 'change')),
    stops: meanings.flatMap((meaning) => (meaning.is === 'stop' ? [meaning] : [])),
    asserted: meanings.some((meaning) => meaning.is === 'asserted'),
    cause: meanings.some((meaning) => meaning.is === 'cause'),
  }
}

/** Several phrases of a list may be the same once spelled out. */
function unlike<T extends ChangeMeaning>(meanings: T[]): T[] {
  return meanings.filter(
    ({ change, side }, i) => meanings.findIndex((other) => other.change === change && other.side === side) === i,
  )
}

const ORDINALS = [
  'first/1st',
  'second/2nd',
  'third/3rd',
  'fourth/4th',
  'fifth/5th',
  'sixth/6th',
  'seventh/7th',
  'eighth/8th',
  'ninth/9th',
  'tenth/10th',
  'eleventh/11th',
  'twelfth/12th',
]
/** The vertebrae that words count. */
const COUNTED: [word: string, letter: string, many: number][] = [
  ['cervical', 'C', 7],
  ['thoracic', 'T', 12],
  ['lumbar', 'L', 5],
  ['sacral', 'S', 5],
]

function addPlaces({ regions, elsewhere }: PlaceWords, add: (phrases: string[], meaning: () => Meaning) => void): void {
  for (const [region, phrases] of Object.entries(regions))
    add(phrases, () => ({ is: 'place', regions: [region as Region] }))
  add(elsewhere, () => ({ is: 'nothing' }))
  for (const [word, letter, many] of COUNTED) {
    for (const [i, ordinal] of ORDINALS.slice(0, many).entries())
      add([`${ordinal} ${word}`], () => ({
        is: 'place',
        regions: regionsOfVertebra(letter, i + 1),
        level: `${letter}${i + 1}`,
      }))
  }
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

/** A phrase in any spelling as a phrase of the lexicon: its words as the text's are read, and nothing that means something here. */
export function plainWords(phrase: string): string {
  return (phrase.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')
}
