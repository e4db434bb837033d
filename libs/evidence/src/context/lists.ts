import { isMention, type Match } from '../lexicon/find-phrases.js'
import { hasComma, type Sentence } from './sentence.js'

/** An item of a list that is not known has no more words. */
const STRANGE = 2
/** "no weakness, numbness": items of a list that is not closed, with nothing else beside them. */
export function isBareItem(
  after: number,
  { first, last }: Match,
  { phrases, to, tokens: { word }, grammar }: Sentence,
): boolean {
  if (
    word[first - 1] !== grammar.comma ||
    (last + 1 < to && !grammar.punctuation.has(word[last + 1] as number) && word[last + 1] !== grammar.but)
  )
    return false
  for (let i = first - 1; i > after; i--)
    if (word[i] === grammar.comma && !phrases.some((phrase) => phrase.last === i - 1 && isMention(phrase))) return false
  return true
}

/**
 * "weakness, numbness and tingling were denied": nothing but mentions between the commas, and names that we do not
 * read: "quadriplegia, infection and dural tear may result".
 */
export function isListOf(mention: Match, word: Match, { phrases, tokens, grammar }: Sentence): boolean {
  // "weakness and numbness *are* not seen": a verb in the plural is of them all.
  let end = word.first
  while (grammar.auxiliaries.has(tokens.word[end - 1] as number)) end -= 1
  if (tokens.word.subarray(end, word.first + 1).some((each) => grammar.singular.has(each))) return false
  let closes = false
  let strange = 0
  // "acquired, and a congenital origin is excluded": two things need no comma to be a list.
  const isPair =
    tokens.word[mention.last + 1] === grammar.comma && grammar.conjunctions.has(tokens.word[mention.last + 2] as number)
  let at = mention.last + 1
  while (at < end) {
    const each = tokens.word[at] as number
    if (grammar.conjunctions.has(each)) closes = true
    if (each === grammar.comma || grammar.conjunctions.has(each) || grammar.determiners.has(each)) {
      if (each === grammar.comma || grammar.conjunctions.has(each)) strange = 0
      at += 1
      continue
    }
    const item = phrases.find((phrase) => phrase.first === at)
    if (item === undefined && !grammar.auxiliaries.has(each) && !grammar.punctuation.has(each)) strange += 1
    else if (item === undefined || !isMention(item)) break
    else strange = 0
    if (strange > (isPair ? 0 : STRANGE)) break
    at = item === undefined ? at + 1 : item.last + 1
  }
  return at >= end ? closes || tokens.word[word.first] === grammar.colon : false
}

/**
 * Whether an or, nor or and still follows before the next stop: "no weakness, radiculopathy or myelopathy" denies all
 * three; the and of "C6 and C7" closes no list.
 */
export function listClosesAfter(from: number, stops: readonly Match[], sentence: Sentence): boolean {
  const { to, tokens, grammar } = sentence
  const stop = stops.find((phrase) => phrase.first > from)?.first ?? Infinity
  let start = from - 1
  while (grammar.determiners.has(tokens.word[start] as number) || tokens.word[start] === grammar.then) start -= 1
  if (closingWord(from, sentence) >= 0) return true
  for (let i = start; i < to && i < stop; i++) {
    const word = tokens.word[i]
    if ((word === grammar.and || word === grammar.or || word === grammar.nor) && !joinsPlaces(i, sentence)) return true
  }
  return false
}

function joinsPlaces(i: number, { places, grammar, tokens: { word, start, end } }: Sentence): boolean {
  const next = word[i + 1] === grammar.at ? i + 2 : i + 1
  return places.some((place) => place.end === end[i - 1]) && places.some((place) => place.start === start[next])
}

/**
 * "no slurring, trouble *with* vision, or weakness": what is in an item before the one that closes the list ends no
 * denial.
 */
export function isInsideItem(stop: Match, mention: Match, sentence: Sentence): boolean {
  const { word } = sentence.tokens
  const closes = closingWord(mention.first, sentence)
  return (
    stop.first === stop.last &&
    word[stop.first] === sentence.grammar.with &&
    closes > stop.last &&
    word[closes - 1] === sentence.grammar.comma
  )
}

/** "denies cough, *chronic* lung disease, stroke": in a list that goes on, a word of course describes an item. */
export const onlyDescribes = (stop: Match, mention: Match, sentence: Sentence): boolean =>
  sentence.tokens.word[stop.first] === sentence.grammar.comma &&
  sentence.grammar.describing.has(sentence.tokens.word[stop.last] as number) &&
  hasComma(stop.last, mention.first, sentence)

/** An item of a list has so many words before what it names: "or *severe central canal* stenosis". */
const DESCRIBED = 4

/**
 * Where the "or" stands that a mention's own item begins with, behind words that only describe it; -1 where none does.
 * "And" begins a clause as often.
 */
export function closingWord(from: number, { phrases, grammar, tokens: { word } }: Sentence): number {
  for (let i = from - 1; i >= 0 && i >= from - 1 - DESCRIBED; i--) {
    const each = word[i] as number
    if (each === grammar.or || each === grammar.nor) return i
    if (grammar.punctuation.has(each) || grammar.auxiliaries.has(each) || grammar.conjunctions.has(each)) return -1
    if (phrases.some(({ first, last, meant }) => first <= i && i <= last && meant.stops.length > 0)) return -1
  }
  return -1
}

/**
 * "numbness, coldness or *tingling* of the lip": where a list of bare items says where they are, it says so behind the
 * last.
 */
export function lastOfList(mention: Match, { to, phrases, grammar, tokens: { word } }: Sentence): Match {
  let last = mention
  let strange = 0
  for (let at = mention.last + 1; at < to; at++) {
    const each = word[at] as number
    if (each === grammar.comma || grammar.conjunctions.has(each)) strange = 0
    else if (at === last.last + 1 || grammar.punctuation.has(each) || grammar.auxiliaries.has(each)) return last
    else {
      const next = phrases.find((phrase) => phrase.first === at && isMention(phrase))
      if (next !== undefined) [last, at] = [next, next.last]
      else strange += 1
      if (strange > STRANGE) return last
    }
  }
  return last
}
