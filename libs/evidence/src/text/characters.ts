/**
 * What a character is to the scanner, and what it is in lower case; looked up, for each character of a text is asked
 * about.
 */

export const OTHER = 0
export const LETTER = 1
export const DIGIT = 2
export const PUNCTUATION = 3
export const BREAK = 4
export const BRACKET = 5
export const MARKUP = 6
export const DASH = 7
export const PLUS = 8
export const BAR = 9
/**
 * A mark on a letter, or what is not seen at all (soft hyphens, marks of direction): inside a word it parts nothing.
 */
export const UNSEEN = 10
/** An arrow that points down, before or behind what is less: "↓ sensation". */
export const ARROW = 11
/** No letter comes before it. */
export const NINE = 0x39

/** A zero-width space stands between words. */
const ZERO_WIDTH_SPACE = 0x200b
/**
 * Of each code unit: a letter (of any script), a digit, a mark, the end of a line, or what only parts words. Halves of
 * surrogate pairs part words.
 */
export const CLASS = classes()
/** Of each letter and digit, it in lower case (within Latin-1; others stand as they are); 0 for what parts words. */
export const FOLDED = folded()

export const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0

function classes(): Uint8Array {
  const found = new Uint8Array(65_536)
  for (let code = 0; code < found.length; code++) {
    const character = String.fromCharCode(code)
    if (/\p{L}/u.test(character)) found[code] = LETTER
    else if (/\p{N}/u.test(character)) found[code] = DIGIT
    else if (/[\p{Mn}\p{Cf}]/u.test(character) && code !== ZERO_WIDTH_SPACE) found[code] = UNSEEN
  }
  for (const character of '.,;:?!') found[character.charCodeAt(0)] = PUNCTUATION
  for (const character of '([☐☑☒✓✔') found[character.charCodeAt(0)] = BRACKET
  for (const character of '<&\\') found[character.charCodeAt(0)] = MARKUP
  for (const character of '-–—') found[character.charCodeAt(0)] = DASH
  for (const character of '↓⇓') found[character.charCodeAt(0)] = ARROW
  found[0x2bc] = OTHER
  found[0x2b] = PLUS
  for (const character of '|/') found[character.charCodeAt(0)] = BAR
  found[0x0a] = BREAK
  return found
}

function folded(): Uint16Array {
  return Uint16Array.from(CLASS, (kind, code) => {
    if (kind !== LETTER && kind !== DIGIT) return 0
    const lower = String.fromCharCode(code).toLowerCase()
    return code < 256 && lower.length === 1 && lower.charCodeAt(0) < 256 ? lower.charCodeAt(0) : code
  })
}
