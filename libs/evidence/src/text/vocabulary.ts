/** Taken once: in a module context of its own, as in tests, a global is looked up by name, ten times its own work. */
const { imul } = Math

export const UNKNOWN = 0
/** Added to the number of a word that is only guessed. */
export const GUESSED = 1 << 24

/** Where the two hashes of a word begin. */
export const HASH_LOW = 0x811c9dc5 | 0
export const HASH_HIGH = 0x2545f491 | 0
/** One more character, in lower case. Two hashes of 32 bits each tell words apart that were never compared. */
export const mixLow = (hash: number, character: number): number => imul(hash ^ character, 0x01000193)
export const mixHigh = (hash: number, character: number): number => imul(hash ^ character, 0x5bd1e995) ^ (hash >>> 13)

/** How many words of texts are remembered beside the vocabulary's own; later ones are looked up each time. */
const REMEMBERED = 1 << 16

/**
 * A word's slot: its two hashes, then its number and one, 0 where it is free; one more keeps slots together in the
 * processor's cache.
 */
const SLOT = 4
const TAKEN = 2

/** Some words, by number: a flag for each, for they are asked about at every word of a clause. */
export class WordSet {
  readonly #flags: Uint8Array

  constructor(words: readonly number[]) {
    this.#flags = new Uint8Array(Math.max(0, ...words) + 1)
    for (const word of words) this.#flags[word] = 1
  }

  has(word: number): boolean {
    return this.#flags[word] === 1
  }
}

/** A vocabulary as plain data: its size, its table of slots, and how many of them are taken. */
export interface StoredVocabulary {
  size: number
  slots: Int32Array
  used: number
}

/**
 * The words that matter, numbered. A text's words are looked up by hash as they are scanned, so that no string is made
 * of those that do not.
 */
export class Vocabulary {
  #size = 1
  #slots = new Int32Array(SLOT << 12)
  #used = 0
  #remembered = 0
  #guess: ((word: string) => string | undefined) | undefined

  /** The vocabulary that `stored` gave. */
  static of({ size, slots, used }: StoredVocabulary): Vocabulary {
    const vocabulary = new Vocabulary()
    vocabulary.#size = size
    vocabulary.#slots = slots.slice()
    vocabulary.#used = used
    return vocabulary
  }

  get stored(): StoredVocabulary {
    return { size: this.#size, slots: this.#slots, used: this.#used }
  }

  /** The number of a word in lower case, adding it; for compiling. */
  add(word: string): number {
    const known = this.find(word)
    if (known !== UNKNOWN) return known
    this.#put(...hashesOf(word), this.#size)
    return this.#size++
  }

  /** The numbers of words in lower case, in their order, adding them. */
  numbersOf<const Words extends readonly string[]>(words: Words): { -readonly [At in keyof Words]: number } {
    return words.map((word) => this.add(word)) as { -readonly [At in keyof Words]: number }
  }

  /** The same, to ask whether a word is one of them. */
  setOf(words: readonly string[]): WordSet {
    return new WordSet(words.map((word) => this.add(word)))
  }

  /** The number of a word in lower case, or UNKNOWN. */
  find(word: string): number {
    const known = this.#slots[this.#slotOf(...hashesOf(word)) + TAKEN] as number
    return known === 0 ? UNKNOWN : known - 1
  }

  /**
   * The number of the word of `text` in [start, end), whose hashes are `low` and `high`; letters in any case. GUESSED
   * is added to that of a guess.
   */
  findHashed(low: number, high: number, text: string, start: number, end: number): number {
    const known = this.#slots[this.#slotOf(low, high) + TAKEN] as number
    if (known !== 0) return known - 1
    const guess = this.#guess?.(text.slice(start, end).toLowerCase())
    const number = guess === undefined ? UNKNOWN : this.find(guess) + GUESSED
    if (this.#remembered < REMEMBERED) {
      this.#remembered += 1
      this.#put(low, high, number)
    }
    return number
  }

  /** After the last word was added: `written` is read as `word`. */
  addAlias(word: string, written: string): void {
    if (this.find(written) === UNKNOWN) this.#put(...hashesOf(written), this.find(word))
  }

  /**
   * After the last word was added: what a word that is not known may stand for; a word of `ordinary` stands for itself.
   */
  guessBy(guess: (word: string) => string | undefined, ordinary: Iterable<string>): void {
    for (const word of ordinary) if (this.find(word) === UNKNOWN) this.#put(...hashesOf(word), UNKNOWN)
    this.#guess = guess
  }

  get size(): number {
    return this.#size
  }

  /** Where a word's slot begins, or the free one that it would have. */
  #slotOf(low: number, high: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = ((low ^ (high >>> 7)) * SLOT) & mask
    while (slots[slot + TAKEN] !== 0 && (slots[slot] !== low || slots[slot + 1] !== high)) slot = (slot + SLOT) & mask
    return slot
  }

  #put(low: number, high: number, number: number): void {
    if (this.#used * 2 * SLOT > this.#slots.length) this.#grow()
    const slot = this.#slotOf(low, high)
    if (this.#slots[slot + TAKEN] === 0) this.#used += 1
    this.#slots[slot] = low
    this.#slots[slot + 1] = high
    this.#slots[slot + TAKEN] = number + 1
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Int32Array(old.length * 2)
    for (let from = 0; from < old.length; from += SLOT) {
      if (old[from + TAKEN] !== 0)
        this.#slots.set(old.subarray(from, from + SLOT), this.#slotOf(old[from] as number, old[from + 1] as number))
    }
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
