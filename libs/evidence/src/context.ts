import type { Change, ChangeMeaning } from './lexicon.js'
import type { Place } from './places.js'
import type { Found } from './phrase-index.js'
import type { Tokens } from './tokens.js'
import type { Vocabulary } from './vocabulary.js'

/** A sentence: its tokens [from, to), and the phrases and places that stand in it, in order. */
export interface Sentence {
  from: number
  to: number
  phrases: readonly Found[]
  places: readonly Place[]
  /** Its words that change a mention, each with the phrases that end what it says. */
  changes: readonly Changing[]
}

export interface Changing extends ChangeMeaning {
  phrase: Found
  stops: readonly Found[]
}

/** The words of a sentence that change what its mentions mean. */
export function changingWords(phrases: readonly Found[]): Changing[] {
  const changing = phrases.filter(({ meant }) => meant.changes.length > 0)
  if (changing.length === 0) return []
  const stops = phrases.filter(({ meant }) => meant.stops.length > 0)
  return changing.flatMap((phrase) =>
    phrase.meant.changes.map((meaning) => ({ ...meaning, phrase, stops: stops.filter(({ meant }) => meant.stops.some((of) => isStopOf(of, meaning.change))) })),
  )
}

/** What a sentence says of a mention in it. */
export type ReadContext = (mention: Found, sentence: Sentence, tokens: Tokens) => Set<Change>

/** Compiled once with the vocabulary of the phrases (ConText). */
export function openContext(vocabulary: Vocabulary): ReadContext {
  const [comma, colon, following, and, or, nor, at, ticked, unticked, plus, minus] = [',', ':', 'following', 'and', 'or', 'nor', 'at', '[x]', '[_]', '(+)', '(-)'].map((word) => vocabulary.add(word)) as [number, number, number, number, number, number, number, number, number, number, number]

  /** What the boxes of a question stand beside: "retention [ ] yes [x] no". */
  const answers = new Set(['yes', 'no', 'y', 'n', 'none'].map((word) => vocabulary.add(word)))
  const determiners = new Set(['the', 'a', 'an', 'his', 'her'].map((word) => vocabulary.add(word)))

  /** What the words around a mention make of it. */
  function changesOf(mention: Found, sentence: Sentence, tokens: Tokens): Set<Change> {
    const changes = new Set<Change>()
    for (const word of sentence.changes) {
      const reaches = word.side === 'before' ? reachesForward(word, mention, sentence, tokens) : reachesBack(word, mention, sentence, tokens)
      if (reaches) changes.add(word.change)
    }
    if (boxOf(mention, sentence, tokens) === unticked || hasMinusBefore(mention, tokens) || hasMinusBehind(mention, sentence, tokens)) changes.add('negated')
    return changes
  }

  function reachesForward({ change, phrase: word, stops, within, takesLists }: Changing, mention: Found, sentence: Sentence, tokens: Tokens): boolean {
    if (word.last >= mention.first || isAnewOfCare(change, word.last, mention.first, sentence) || stopsBetween(word.last, mention.first, stops) || headingEndsBetween(word.last, mention.first, tokens)) return false
    if (within !== Infinity && wordsBetween(word.last, mention.first, tokens) > within) return false
    if (tokens.word[word.first] === minus && isSigned(mention, tokens)) return false
    if (within !== Infinity || !isBetween(comma, word.last, mention.first, tokens)) return true
    if (isAsserted(mention, sentence, stops, tokens)) return false
    return takesLists || (!opensClause(word.last, mention.first, tokens) && listClosesAfter(mention.first, stops, sentence, tokens))
  }

  /** "weakness (-) numbness (+)": a sign behind a mention is its own. */
  function isSigned({ last }: Found, { word, count }: Tokens): boolean {
    return last + 1 < count && (word[last + 1] === plus || word[last + 1] === minus)
  }

  function reachesBack({ change, phrase: word, stops }: Changing, mention: Found, sentence: Sentence, tokens: Tokens): boolean {
    if (word.first <= mention.last || isOfOtherCare(change, mention.last, word.first, sentence) || stopsBetween(mention.last, word.first, stops)) return false
    return !isBetween(comma, mention.last, word.first, tokens)
  }

  /** "without a slip, and spondylosis at C5": two things need no comma to be a list, so what follows one is said anew. */
  function opensClause(after: number, first: number, tokens: Tokens): boolean {
    const before = determiners.has(tokens.word[first - 1] as number) ? first - 2 : first - 1
    if (tokens.word[before] !== and || tokens.word[before - 1] !== comma) return false
    return !isBetween(comma, after, before - 1, tokens)
  }

  /** The box of a form: before its mention ("[ ] weakness [x] numbness"), or behind it where the first one stands behind a mention ("PT [x] Brace [ ]"). */
  function boxOf({ first, last }: Found, { from, to, phrases }: Sentence, { word }: Tokens): number | undefined {
    const isBox = (at: number): boolean => word[at] === ticked || word[at] === unticked
    let box = from
    while (box < to && !isBox(box)) box += 1
    if (box === to) return undefined
    const leading = phrases.filter((phrase) => phrase.meant.concepts.length > 0 && phrase.first < box).at(-1)
    // "Collar in place: [x] Aspen collar [ ] soft collar": what a list of boxes is of has none itself.
    if (leading !== undefined && (word[box - 1] !== colon || leading.last === box - 2)) {
      const next = phrases.find((phrase) => phrase.meant.concepts.length > 0 && phrase.first > last)?.first ?? to
      for (let i = last + 1; i < next; i++) if (isBox(i)) return answers.has(word[i + 1] as number) || answers.has(word[i - 1] as number) ? undefined : word[i]
      return undefined
    }
    for (let i = first - 1; i >= from; i--) if (isBox(i)) return word[i]
    return undefined
  }

  /** "-numbness", with the sign on the word: no bullet, which stands off, and no hyphen, which has a word before it. */
  function hasMinusBefore({ first }: Found, { text, start }: Tokens): boolean {
    const at = start[first] as number
    return (text[at - 1] === '-' || text[at - 1] === '–') && (at < 2 || /[\s,;:(]/.test(text.charAt(at - 2)))
  }

  /** "weakness (-) numbness (+)", where the first sign stands behind a mention. */
  function hasMinusBehind({ last }: Found, { from, to, phrases }: Sentence, { word }: Tokens): boolean {
    if (last + 1 >= to || word[last + 1] !== minus) return false
    let sign = from
    while (word[sign] !== plus && word[sign] !== minus) sign += 1
    return phrases.some((phrase) => phrase.last === sign - 1 && phrase.meant.concepts.length > 0)
  }

  function isBetween(what: number, after: number, before: number, { word }: Tokens): boolean {
    for (let i = after + 1; i < before; i++) if (word[i] === what) return true
    return false
  }

  function wordsBetween(after: number, before: number, { word }: Tokens): number {
    let words = 0
    for (let i = after + 1; i < before; i++) if (word[i] !== comma && word[i] !== colon) words += 1
    return words
  }

  /** A heading's colon ends a scope that began within it, unless it opens the word's own list: "denies:", "negative for the following:". */
  function headingEndsBetween(after: number, before: number, { word }: Tokens): boolean {
    for (let i = after + 1; i < before; i++) if (word[i] === colon) return i > after + 1 && word[i - 1] !== following
    return false
  }

  /** Said to be there after all: "no acute fracture, pars defect at C6 again seen". */
  function isAsserted(mention: Found, { phrases }: Sentence, stops: readonly Found[], tokens: Tokens): boolean {
    return phrases.some(({ first, meant }) => {
      if (first <= mention.last || !meant.asserted) return false
      return !isBetween(comma, mention.last, first, tokens) && !stopsBetween(mention.last, first, stops)
    })
  }

  /** Whether an or, nor or and still follows before the next stop: "no weakness, radiculopathy or myelopathy" denies all three; the and of "C6 and C7" closes no list. */
  function listClosesAfter(from: number, stops: readonly Found[], { places, to }: Sentence, tokens: Tokens): boolean {
    const stop = stops.find((phrase) => phrase.first > from)?.first ?? Infinity
    for (let i = from - 1; i < to && i < stop; i++) {
      const word = tokens.word[i]
      if ((word === and || word === or || word === nor) && !joinsPlaces(i, places, tokens)) return true
    }
    return false
  }

  function joinsPlaces(i: number, places: readonly Place[], { word, start, end }: Tokens): boolean {
    const next = word[i + 1] === at ? i + 2 : i + 1
    return places.some((place) => place.end === end[i - 1]) && places.some((place) => place.start === start[next])
  }

  return changesOf
}

/** Whose condition it is does not change at a verb: "father has", "brother with". */
const isStopOf = (of: Change | undefined, change: Change): boolean => (of === undefined ? change !== 'other' : of === change)

const stopsBetween = (after: number, before: number, stops: readonly Found[]): boolean => stops.some((stop) => stop.first > after && stop.last < before)

/** Care that is planned, or declined, is not given yet, unless words say that it was; no other concept is changed by these. */
export const CARE_CHANGES: readonly Change[] = ['planned', 'declined', 'given', 'withheld', 'effect', 'stopped']

/** "tried PT, will start a brace": of words about care before a mention, the nearest counts. */
function isAnewOfCare(change: Change, after: number, before: number, { changes }: Sentence): boolean {
  return CARE_CHANGES.includes(change) && changes.some((other) => other.side === 'before' && other.change !== change && CARE_CHANGES.includes(other.change) && other.phrase.first > after && other.phrase.last < before && before - other.phrase.last - 1 <= other.within)
}

/** "brace ordered and PT completed": a word about care is another mention's where that one, and a word of its own, stand between. */
function isOfOtherCare(change: Change, after: number, before: number, { changes, phrases }: Sentence): boolean {
  if (!CARE_CHANGES.includes(change)) return false
  const own = changes.find((other) => other.side === 'after' && CARE_CHANGES.includes(other.change) && other.phrase.first > after && other.phrase.last < before)
  return own !== undefined && phrases.some((phrase) => phrase.meant.concepts.length > 0 && phrase.first > own.phrase.last && phrase.last < before)
}
