/** The words that matter, numbered. A text's words are looked up by hash as they are scanned, so that no string is made of those that do not. */
export interface Vocabulary {
  /** The number of a word in lower case, adding it; for compiling. */
  add(word: string): number
  /** The numbers of words in lower case, in their order, adding them. */
  numbersOf<const Words extends readonly string[]>(words: Words): { -readonly [At in keyof Words]: number }
  /** The same, to ask whether a word is one of them. */
  setOf(words: readonly string[]): ReadonlySet<number>
  /** The number of a word in lower case, or UNKNOWN. */
  find(word: string): number
  /** The number of the word of `text` in [start, end), whose hashes are `low` and `high`; letters in any case. */
  findHashed(low: number, high: number, text: string, start: number, end: number): number
  /** After the last word was added: `written` is read as `word`. */
  addAlias(word: string, written: string): void
  /** After the last word was added: what a misspelt one may stand for. `words` are those that are worth it, `ordinary` those that are never misspelt. */
  allowMisspelling(words: Iterable<string>, ordinary: Iterable<string>): void
  size(): number
}

export const UNKNOWN = 0

/** Where the two hashes of a word begin. */
export const HASH_LOW = 0x811c9dc5 | 0
export const HASH_HIGH = 0x2545f491 | 0
/** One more character, in lower case. Two hashes of 32 bits each tell words apart that were never compared. */
export const mixLow = (hash: number, character: number): number => Math.imul(hash ^ character, 0x01000193)
export const mixHigh = (hash: number, character: number): number =>
  Math.imul(hash ^ character, 0x5bd1e995) ^ (hash >>> 13)

/** How many words of texts are remembered beside the vocabulary's own; later ones are looked up anew. */
const REMEMBERED = 1 << 16

/** A word's slot: its two hashes, then its number and one, 0 where it is free; one more keeps slots together in the processor's cache. */
const SLOT = 4
const TAKEN = 2

export function openVocabulary(): Vocabulary {
  const words: string[] = ['']
  let slots = new Int32Array(SLOT << 12)
  let used = 0
  let remembered = 0
  let guess: ((word: string) => number) | undefined

  /** Where a word's slot begins, or the free one that it would have. */
  function slotOf(low: number, high: number): number {
    const mask = slots.length - 1
    let slot = ((low ^ (high >>> 7)) * SLOT) & mask
    while (slots[slot + TAKEN] !== 0 && (slots[slot] !== low || slots[slot + 1] !== high)) slot = (slot + SLOT) & mask
    return slot
  }

  function put(low: number, high: number, number: number): void {
    if (used * 2 * SLOT > slots.length) grow()
    const slot = slotOf(low, high)
    if (slots[slot + TAKEN] === 0) used += 1
    slots[slot] = low
    slots[slot + 1] = high
    slots[slot + TAKEN] = number + 1
  }

  function grow(): void {
    const old = slots
    slots = new Int32Array(old.length * 2)
    for (let from = 0; from < old.length; from += SLOT) {
      if (old[from + TAKEN] !== 0)
        slots.set(old.subarray(from, from + SLOT), slotOf(old[from] as number, old[from + 1] as number))
    }
  }

  function findHashed(low: number, high: number, text: string, start: number, end: number): number {
    const known = slots[slotOf(low, high) + TAKEN] as number
    if (known !== 0) return known - 1
    const number = guess?.(text.slice(start, end).toLowerCase()) ?? UNKNOWN
    if (remembered < REMEMBERED) {
      remembered += 1
      put(low, high, number)
    }
    return number
  }

  function find(word: string): number {
    const [low, high] = hashesOf(word)
    const known = slots[slotOf(low, high) + TAKEN] as number
    return known === 0 ? UNKNOWN : known - 1
  }

  function add(word: string): number {
    const known = find(word)
    if (known !== UNKNOWN) return known
    words.push(word)
    put(...hashesOf(word), words.length - 1)
    return words.length - 1
  }

  return {
    find,
    findHashed,
    add,
    numbersOf: <const Words extends readonly string[]>(named: Words) =>
      named.map(add) as { -readonly [At in keyof Words]: number },
    setOf: (named) => new Set(named.map(add)),
    addAlias(word, written) {
      if (find(written) === UNKNOWN) put(...hashesOf(written), find(word))
    },
    allowMisspelling(right, ordinary) {
      for (const word of ordinary) if (find(word) === UNKNOWN) put(...hashesOf(word), UNKNOWN)
      guess = misspellingsOf([...right], find)
    },
    size: () => words.length,
  }
}

function hashesOf(word: string): [low: number, high: number] {
  let [low, high] = [HASH_LOW, HASH_HIGH]
  for (let i = 0; i < word.length; i++) {
    const character = word.charCodeAt(i)
    low = mixLow(low, character)
    high = mixHigh(high, character)
  }
  return [low, high]
}

/** A word shorter than this is taken as it stands; a long one may have two letters wrong. */
const SHORTEST = 6
const LONG = 9

/** Finds what a word misspells by what both become when a letter, or two, is left out (SymSpell); the one with the longest beginning in common, of the nearest. */
function misspellingsOf(right: string[], numberOf: (word: string) => number): (word: string) => number {
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
