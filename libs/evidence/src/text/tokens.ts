/**
 * Words and the punctuation that matters, in order; offsets are UTF-16 code units into the text. Arrays are longer than
 * `count`, and reused.
 */
export interface Tokens {
  text: string
  count: number
  /** The word's number in the vocabulary, UNKNOWN for one that it does not have. */
  word: Int32Array
  start: Int32Array
  end: Int32Array
  /** The sentence it stands in, counted from 0. */
  sentence: Int32Array
  kind: Uint8Array
}

export const WORD = 0
export const NUMBER_KIND = 1
export const MARK = 2
/** A word that is not known, and taken for one that is. */
export const GUESSED_WORD = 3
/** A word that may name a vertebra: `C6`; and a letter that may with the number after it: `C 6`. */
export const LEVEL = 4
export const SPINE_LETTER = 5

/** Marks are words of the vocabulary too. `[_]` is a box that is not ticked. */
export const MARKS = ['.', ',', ';', ':', '?', '!', '(-)', '(+)', '[_]', '[x]', 'not'] as const

/** Stands for a number with a decimal point in a phrase: "pt #.#" is a laboratory's. */
export const DECIMAL = '#.#'
/** Stands for a year in a phrase: "in #### she had". */
export const YEAR = '####'

/** Arrays to scan texts into. */
export const newTokens = (): Tokens => ({
  text: '',
  count: 0,
  word: new Int32Array(64),
  start: new Int32Array(64),
  end: new Int32Array(64),
  sentence: new Int32Array(64),
  kind: new Uint8Array(64),
})

/** Tokens that the next text does not overwrite. */
export const keptTokens = ({ text, count, word, start, end, sentence, kind }: Tokens): Tokens => ({
  text,
  count,
  word: word.slice(0, count),
  start: start.slice(0, count),
  end: end.slice(0, count),
  sentence: sentence.slice(0, count),
  kind: kind.slice(0, count),
})

/** Makes room for more tokens. */
export function grow(tokens: Tokens): void {
  for (const name of ['word', 'start', 'end', 'sentence'] as const) {
    const larger = new Int32Array(tokens[name].length * 2)
    larger.set(tokens[name])
    tokens[name] = larger
  }
  const kind = new Uint8Array(tokens.kind.length * 2)
  kind.set(tokens.kind)
  tokens.kind = kind
}

export function isBetween(what: number, after: number, before: number, { word }: Tokens): boolean {
  for (let i = after + 1; i < before; i++) if (word[i] === what) return true
  return false
}
