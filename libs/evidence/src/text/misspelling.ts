import { UNKNOWN } from './vocabulary.js'

/** A word shorter than this is taken as it stands; a long one may have two letters wrong. */
const SHORTEST = 6
const LONG = 9

/** Finds what a word misspells by what both become when a letter, or two, is left out (SymSpell); the one with the longest beginning in common, of the nearest. */
export function misspellingsOf(right: string[], numberOf: (word: string) => number): (word: string) => number {
  const byRest = new Map<string, string[]>()
  for (const word of right.filter((each) => each.length >= SHORTEST)) {
    for (const rest of restsOf(word)) byRest.set(rest, [...(byRest.get(rest) ?? []), word])
  }
  return (word) => {
    if (word.length < SHORTEST - 1 || word.length > 24 || !/^[a-z]+$/.test(word)) return UNKNOWN
    const near = new Set([...restsOf(word)].flatMap((rest) => byRest.get(rest) ?? []))
    const ranked = [...near].map((candidate) => ({
      candidate,
      distance: distanceOf(word, candidate),
      shared: sharedBeginning(word, candidate),
    }))
    const [best] = ranked
      .filter(
        ({ candidate, distance, shared }) =>
          shared > 0 &&
          (distance <= allowed(candidate) ||
            (distance === 2 && candidate.length >= LONG - 1 && consonantsOf(word) === consonantsOf(candidate))),
      )
      .sort(
        (a, b) =>
          a.distance - b.distance ||
          b.shared - a.shared ||
          b.candidate.length - a.candidate.length ||
          (a.candidate < b.candidate ? -1 : 1),
      )
    return best === undefined ? UNKNOWN : numberOf(best.candidate)
  }
}

/** Vowels are what is misspelt most, and double letters: "weeknes". */
const consonantsOf = (word: string): string => word.replace(/[aeiouy]/g, '').replace(/(.)\1+/g, '$1')

const allowed = (word: string): number => (word.length >= LONG ? 2 : 1)

function restsOf(word: string): Set<string> {
  const once = [word, ...without(word)]
  return new Set(word.length >= LONG - 1 ? [...once, ...once.flatMap(without)] : once)
}

const without = (word: string): string[] => Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1))

function sharedBeginning(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length += 1
  return length
}

/** Letters inserted, left out, changed, or in each other's place (optimal string alignment). */
function distanceOf(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] as number) + 1)
      row.push(best)
    }
    ;[before, last] = [last, row]
  }
  return last[b.length] as number
}
