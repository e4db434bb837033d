import { CHANGES } from './lexicon.js'
import type { Change, Meaning } from './lexicon.js'
import type { Place } from './levels.js'
import type { Found } from './phrase-index.js'
import type { Token } from './tokens.js'

/** A sentence: the phrases and places that stand in it, in order. */
export interface Sentence {
  phrases: Found[]
  places: Place[]
}

type ChangeMeaning = Extract<Meaning, { is: 'change' }>

const CLOSES_LIST = new Set(['or', 'nor', 'and'])

/** What the words around a mention make of it (ConText). */
export function changesOf(mention: Found, sentence: Sentence, tokens: Token[]): Set<Change> {
  const changes = new Set<Change>()
  const stopsOf = new Map(CHANGES.map((change) => [change, sentence.phrases.filter(({ meanings }) => meanings.some((meaning) => meaning.is === 'stop' && isStopOf(meaning.of, change)))]))
  for (const phrase of sentence.phrases) {
    for (const meaning of phrase.meanings) {
      if (meaning.is !== 'change') continue
      const stops = stopsOf.get(meaning.change) ?? []
      const reaches = meaning.side === 'before' ? reachesForward(phrase, meaning, mention, stops, sentence, tokens) : reachesBack(phrase, mention, stops, tokens)
      if (reaches) changes.add(meaning.change)
    }
  }
  return changes
}

/** Whose condition it is does not change at a verb: "father has", "brother with". */
const isStopOf = (of: Change | undefined, change: Change): boolean => (of === undefined ? change !== 'other' : of === change)

function reachesForward(word: Found, meaning: ChangeMeaning, mention: Found, stops: Found[], sentence: Sentence, tokens: Token[]): boolean {
  if (word.last >= mention.first || stopsBetween(word.last, mention.first, stops) || headingEndsBetween(word.last, mention.first, tokens)) return false
  if (wordsBetween(word.last, mention.first, tokens) > meaning.within) return false
  if (meaning.within !== Infinity || !commaBetween(word.last, mention.first, tokens)) return true
  if (isAsserted(mention, sentence, stops, tokens)) return false
  return meaning.takesLists || listClosesAfter(mention.first, stops, sentence, tokens)
}

function reachesBack(word: Found, mention: Found, stops: Found[], tokens: Token[]): boolean {
  if (word.first <= mention.last || stopsBetween(mention.last, word.first, stops)) return false
  return !commaBetween(mention.last, word.first, tokens)
}

const stopsBetween = (from: number, to: number, stops: Found[]): boolean => stops.some((stop) => stop.first > from && stop.last < to)

const commaBetween = (from: number, to: number, tokens: Token[]): boolean => tokens.slice(from + 1, to).some((token) => token.word === ',')

const wordsBetween = (from: number, to: number, tokens: Token[]): number => tokens.slice(from + 1, to).filter((token) => token.word !== ',' && token.word !== ':').length

/** A heading's colon ends a scope that began within it, unless it opens the word's own list: "denies:", "negative for the following:". */
function headingEndsBetween(from: number, to: number, tokens: Token[]): boolean {
  const colon = tokens.slice(from + 1, to).findIndex((token) => token.word === ':')
  return colon > 0 && tokens[from + colon]?.word !== 'following'
}

/** Said to be there after all: "no acute fracture, pars defect at C6 again seen". */
function isAsserted(mention: Found, { phrases }: Sentence, stops: Found[], tokens: Token[]): boolean {
  return phrases.some(({ first, meanings }) => {
    if (first <= mention.last || !meanings.some((meaning) => meaning.is === 'asserted')) return false
    return !commaBetween(mention.last, first, tokens) && !stopsBetween(mention.last, first, stops)
  })
}

/** Whether an or, nor or and still follows before the next stop: "no weakness, radiculopathy or myelopathy" denies all three; the and of "C6 and C7" closes no list. */
function listClosesAfter(from: number, stops: Found[], { places }: Sentence, tokens: Token[]): boolean {
  const stop = stops.find((phrase) => phrase.first > from)?.first ?? Infinity
  const own = tokens[from]?.sentence
  for (let at = from - 1; at < tokens.length && at < stop && tokens[at]?.sentence === own; at += 1)
    if (CLOSES_LIST.has(tokens[at]?.word ?? '') && !joinsPlaces(at, places, tokens)) return true
  return false
}

function joinsPlaces(at: number, places: Place[], tokens: Token[]): boolean {
  const next = tokens[at + 1]?.word === 'at' ? tokens[at + 2] : tokens[at + 1]
  return places.some((place) => place.end === tokens[at - 1]?.end) && places.some((place) => place.start === next?.start)
}
