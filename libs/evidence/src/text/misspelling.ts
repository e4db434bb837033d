/** A word shorter than this is taken as it stands; a long one may have two letters wrong. */
const SHORTEST = 6
const LONG = 9
const LONGEST = 24
/** Two letters wrong change no more of the letters that a word has. */
const LETTERS_CHANGED = 4

interface Candidate {
  word: string
  letters: number
}

/**
 * Finds what a word misspells: of the words with its first letter the nearest one, and of those the one with the
 * longest beginning in common; undefined where none is near. What it finds is a guess.
 */
export function misspellingsOf(right: Iterable<string>): (word: string) => string | undefined {
  const byStart = new Map<number, Candidate[]>()
  for (const word of new Set(right)) {
    if (word.length < SHORTEST) continue
    for (let length = word.length - 2; length <= word.length + 2; length++) {
      const start = startOf(word, length)
      byStart.set(start, [...(byStart.get(start) ?? []), { word, letters: lettersOf(word) }])
    }
  }
  return (word) => {
    if (word.length < SHORTEST - 1 || word.length > LONGEST || !PLAIN.test(word)) return undefined
    const letters = lettersOf(word)
    let best: string | undefined
    let [least, shared] = [Infinity, 0]
    for (const candidate of byStart.get(startOf(word, word.length)) ?? NONE) {
      if (bitsOf(letters ^ candidate.letters) > LETTERS_CHANGED) continue
      const distance = distanceOf(word, candidate.word)
      if (distance > least || !isNear(word, candidate.word, distance)) continue
      const begins = sharedBeginning(word, candidate.word)
      if (distance === least && best !== undefined && !isBetter(candidate.word, begins, best, shared)) continue
      ;[best, least, shared] = [candidate.word, distance, begins]
    }
    return best
  }
}

const PLAIN = /^[a-z]+$/
const NONE: Candidate[] = []

/** A first letter and a length, as one number. */
const startOf = (word: string, length: number): number => word.charCodeAt(0) * 64 + length

const isNear = (word: string, right: string, distance: number): boolean =>
  distance <= (right.length >= LONG ? 2 : 1) ||
  (distance === 2 && right.length >= LONG - 1 && consonantsOf(word) === consonantsOf(right))

/** Vowels are what is misspelt most, and double letters: "weeknes". */
const consonantsOf = (word: string): string => word.replace(/[aeiouy]/g, '').replace(/(.)\1+/g, '$1')

const isBetter = (word: string, begins: number, best: string, shared: number): boolean =>
  begins !== shared ? begins > shared : word.length !== best.length ? word.length > best.length : word < best

/** The letters of a word, a bit each. */
function lettersOf(word: string): number {
  let letters = 0
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) - 0x61)
  return letters
}

function bitsOf(letters: number): number {
  let bits = 0
  for (let left = letters; left !== 0; left &= left - 1) bits += 1
  return bits
}

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
