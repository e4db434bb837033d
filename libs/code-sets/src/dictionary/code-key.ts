/** Taken once: in a module context of its own, as in tests, a global is looked up by name, ten times its own work. */
const { floor } = Math

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const MAX_LENGTH = 7
const BASE = 37
const SKIPPED = 0
const NO_DIGIT = 255

/** By ASCII character: its digit. */
const DIGITS = Uint8Array.from({ length: 128 }, (_, i) => digitOf(String.fromCharCode(i)))

/** Weight of the last kept character, by the number of characters kept. */
const PLACE = Array.from({ length: MAX_LENGTH + 1 }, (_, kept) => BASE ** (MAX_LENGTH - kept))

/**
 * A code as a number: seven base-37 digits, blank < 0-9 < A-Z, so that keys sort as codes do and all descendants of a
 * prefix form one interval. Exact, being below 2^53. Dots, blanks and case do not matter; -1 for what cannot be a code.
 */
export function codeKey(code: string): number {
  let key = 0
  let kept = 0
  for (let i = 0; i < code.length; i++) {
    const digit = DIGITS[code.charCodeAt(i)] ?? NO_DIGIT
    if (digit === SKIPPED) continue
    if (digit === NO_DIGIT || kept === MAX_LENGTH) return -1
    key = key * BASE + digit
    kept++
  }
  return kept === 0 ? -1 : key * (PLACE[kept] as number)
}

/** The greatest key of any code that begins with `prefix`, which is given without dots. */
export function lastKeyUnder(prefix: string): number {
  return codeKey(prefix) + (PLACE[prefix.length] as number) - 1
}

/** The code which `codeKey` made the key of. */
export function keyCode(key: number): string {
  let code = ''
  for (let rest = key; rest > 0; rest = floor(rest / BASE)) {
    const digit = rest % BASE
    if (digit > 0) code = ALPHABET.charAt(digit - 1) + code
  }
  return code
}

/** First position in ascending `keys` whose key is not below `key`. */
export function lowerBound(keys: Float64Array, key: number): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((keys[middle] as number) < key) low = middle + 1
    else high = middle
  }
  return low
}

function digitOf(character: string): number {
  if (/[.\s]/.test(character)) return SKIPPED
  const place = ALPHABET.indexOf(character.toUpperCase())
  return place < 0 ? NO_DIGIT : place + 1
}
