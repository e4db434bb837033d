const MAX_LENGTH = 7
const BASE = 37

/** Weight of the last kept character, by the number of characters kept. */
const PLACE = Array.from({ length: MAX_LENGTH + 1 }, (_, kept) => BASE ** (MAX_LENGTH - kept))

/**
 * A normalized code as a number: seven base-37 digits, blank < 0-9 < A-Z, so that keys sort as codes do and
 * all descendants of a prefix form one interval. Exact, being below 2^53. Returns -1 for what cannot be a code.
 */
export function codeKey(code: string): number {
  if (code.length === 0 || code.length > MAX_LENGTH) return -1
  let key = 0
  for (let i = 0; i < code.length; i++) {
    const digit = digitOf(code.charCodeAt(i))
    if (digit === 0) return -1
    key = key * BASE + digit
  }
  return key * (PLACE[code.length] as number)
}

/** The greatest key of any code that begins with `prefix`. */
export function lastKeyUnder(prefix: string): number {
  return codeKey(prefix) + (PLACE[prefix.length] as number) - 1
}

/** The code which `codeKey` made the key of. */
export function keyCode(key: number): string {
  let code = ''
  for (let rest = key; rest > 0; rest = Math.floor(rest / BASE)) {
    const digit = rest % BASE
    if (digit > 0) code = ALPHABET.charAt(digit - 1) + code
  }
  return code
}

/** Position of `key` in ascending `keys`, or -1. */
export function findKey(keys: Float64Array, key: number): number {
  const at = lowerBound(keys, key)
  return keys[at] === key ? at : -1
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

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

function digitOf(charCode: number): number {
  if (charCode >= 48 && charCode <= 57) return charCode - 47
  if (charCode >= 65 && charCode <= 90) return charCode - 54
  return 0
}
