import type { Place } from './levels.js'
import type { Region } from './vertebrae.js'

interface Span {
  start: number
  end: number
}

/**
 * Where a mention is: the place nearest to it in its sentence, with those that a list joins to it ("at C6 and L4"). A
 * level says more than a word.
 */
export function placesOf(mention: Span, named: readonly Place[], others: Span[], text: string): Place[] {
  const places = named.filter(
    (place) =>
      (place.level !== undefined || !SYMPTOM.test(text.slice(place.end, place.end + CLOSE))) &&
      !(/[,;]/.test(text.slice(mention.end, place.start)) && IS_SUBJECT.test(text.slice(place.end, place.end + CLOSE))),
  )
  const closest = nearest(places, mention)
  if (closest === undefined) return []
  const listWith = (place: Place): Place[] =>
    listAround(places.indexOf(place), places, text).filter(
      (each) => each === place || !others.some((other) => isOf(each, other, text)),
    )
  const exact = listWith(closest).flatMap((place) => {
    if (place.level !== undefined) return [place]
    const level = nearest(
      places.filter((other) => saysMore(other, place) || saysMoreBeside(other, place, mention, others, text)),
      mention,
    )
    return level === undefined ? [place] : listWith(level)
  })
  return [...new Set(exact)]
}

/** Where it hurts is not yet where the condition is: "low back pain and spondylolysis". */
const SYMPTOM =
  /^\s(?:(?:and|or)\s(?:low(?:er)?\s|upper\s|mid\s)?\w+\s)?(?:pain|ache|stiffness|soreness|tenderness|spasms?|strain|sprain|discomfort)\b/i

/**
 * "C4-5 has spondylosis, C3-4 has none": a place behind a mention that something is said of begins a clause of its own.
 */
const IS_SUBJECT =
  /^\s(?:has|have|is|are|was|were|shows?|showed|demonstrates?|demonstrated|reveals?|revealed|appears?)\b/i

const saysMore = (level: Place, word: Place): boolean =>
  level.level !== undefined && word.regions.some((region) => level.regions.includes(region))

/**
 * "lumbar spondylosis at L5-S1" is lumbosacral: a level of the same part of the spine, with no other mention between.
 */
const saysMoreBeside = (level: Place, word: Place, mention: Span, others: Span[], text: string): boolean =>
  level.level !== undefined &&
  partOf(level) !== undefined &&
  partOf(level) === partOf(word) &&
  !others.some(
    (other) =>
      isOf(level, other, text) ||
      (other.end > Math.min(level.end, mention.end) && other.start < Math.max(level.start, mention.start)),
  )

const partOf = ({ regions }: Place): Region | undefined =>
  PARTS.find(([, within]) => regions.some((region) => within.includes(region)))?.[0]

/** Of two as near, the one before the mention. */
function nearest(places: Place[], { start, end }: Span): Place | undefined {
  const distance = (place: Place): number =>
    place.end <= start ? start - place.end : place.start >= end ? place.start - end + 0.5 : 0
  return places.reduce<Place | undefined>(
    (best, place) => (best === undefined || distance(place) < distance(best) ? place : best),
    undefined,
  )
}

const JOINED =
  /^(?:\s(?:on the )?(?:left|right)(?: side)?|\sbilaterally)?\s?,?\s?(?:(?:and|&|but also(?: present| seen)?|as well as|to|through|thru|to a lesser (?:extent|degree)(?: at)?|(?:greater|more|worse|less) than)\s)(?:(?:on the (?:left|right)|at|the|also|left|right|bilateral|level)\s){0,3}$/i
const LISTED = /^(?:\s?,\s?(?:at\s)?|\/)$/

/**
 * The run of places that commas and an "and" join, around the one at `at`. Levels need no "and": "at C3-4, C4-5"; what
 * is said of another mention is told afterwards.
 */
function listAround(at: number, places: Place[], text: string): Place[] {
  const gap = (left: number): string => text.slice(places[left]?.end, places[left + 1]?.start)
  const isAnd = (left: number): boolean => JOINED.test(gap(left))
  const joins = (left: number): boolean =>
    left >= 0 && left + 1 < places.length && (isAnd(left) || LISTED.test(gap(left)))
  const areLevels = (left: number): boolean =>
    places[left]?.level !== undefined && places[left + 1]?.level !== undefined
  let [first, last] = [at, at]
  while (joins(first - 1)) first -= 1
  while (joins(last)) last += 1
  while (last > first && !isAnd(last - 1) && !areLevels(last - 1)) last -= 1
  return at <= last && first < last ? places.slice(first, last + 1) : places.slice(at, at + 1)
}

/** Whether a place is said of another mention: "and L4 stenosis", "stenosis at C6 and". */
function isOf(place: Place, other: Span, text: string): boolean {
  if (other.start >= place.end)
    return (
      other.start - place.end < CLOSE &&
      /^\s(?:(?!with|and|or|has|plus|causing|without)[a-z]+\s)?$/i.test(text.slice(place.end, other.start))
    )
  return (
    place.start - other.end < CLOSE &&
    /^\s(?:(?:at|of|in|on|from|to)\s)?(?:the\s)?$/i.test(text.slice(other.end, place.start))
  )
}

/** No two words are longer. */
const CLOSE = 40

/** The parts of the spine that a note is about one of, the junctions with what they join to. */
const PARTS: readonly (readonly [Region, readonly Region[]])[] = [
  ['cervical', ['occipito-atlanto-axial', 'cervical', 'cervicothoracic']],
  ['thoracic', ['thoracic', 'thoracolumbar']],
  ['lumbar', ['lumbar', 'lumbosacral']],
  ['sacral', ['sacral']],
]
/** What does not lie in the part that a text is about is this share of its places at most. */
const ASIDE = 1 / 3

/** The region that a text with these places is about: all of them name it, or most lie in one part of the spine. */
export function regionsOfMost(places: readonly Place[]): Region[] {
  const [first] = places
  if (first === undefined) return []
  if (first.regions[0] !== 'lumbar' && places.every(({ regions }) => regions.join() === first.regions.join()))
    return first.regions[0] === 'lumbosacral' ? ['lumbar'] : first.regions
  // The sacrum is named beside L5, and in an examination: it says what a text is about only where nothing else does.
  const counted = places.filter(({ regions }) => regions[0] !== 'sacral')
  const part = PARTS.find(
    ([, within]) =>
      counted.filter(({ regions }) => regions.some((region) => within.includes(region))).length >=
      counted.length * (1 - ASIDE),
  )
  return part === undefined ? [] : [part[0]]
}
