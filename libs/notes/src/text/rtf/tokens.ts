/** What RTF is made of (RTF 1.9.1, "RTF Syntax"). `at`: the byte where it begins. */
export type Token =
  | { is: 'open'; at: number }
  | { is: 'close'; at: number }
  /** A control word with its number, or a control symbol. */
  | { is: 'word'; at: number; word: string; number: number | undefined }
  /** A byte of text, plain or as \'hh. */
  | { is: 'byte'; at: number; byte: number }

const [OPEN, CLOSE, BACKSLASH, CR, LF, SPACE, QUOTE, MINUS] = [0x7b, 0x7d, 0x5c, 13, 10, 32, 0x27, 0x2d]
const isLetter = (byte: number | undefined): boolean => byte !== undefined && (byte | 32) >= 97 && (byte | 32) <= 122
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57
/** A control word has 32 letters at most, its number ten digits. */
const LONGEST_WORD = 32
const LONGEST_NUMBER = 10

/** The tokens of RTF. What \bin counts is passed over: pictures, objects. */
export function* tokensOf(bytes: Uint8Array): Generator<Token> {
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] as number
    if (byte === OPEN || byte === CLOSE) {
      yield byte === OPEN ? { is: 'open', at } : { is: 'close', at }
      at += 1
    } else if (byte === BACKSLASH) {
      const { token, end } = controlAt(bytes, at)
      yield token
      at = token.is === 'word' && token.word === 'bin' ? end + Math.max(token.number ?? 0, 0) : end
    } else {
      // Ends of lines are no text, and NUL pads.
      if (byte !== CR && byte !== LF && byte !== 0) yield { is: 'byte', at, byte }
      at += 1
    }
  }
}

function controlAt(bytes: Uint8Array, at: number): { token: Token; end: number } {
  const next = bytes[at + 1]
  if (isLetter(next)) return wordAt(bytes, at)
  if (next === QUOTE) {
    const hex = String.fromCharCode(bytes[at + 2] ?? 0, bytes[at + 3] ?? 0)
    if (/^[0-9a-f]{2}$/i.test(hex)) return { token: { is: 'byte', at, byte: parseInt(hex, 16) }, end: at + 4 }
    return { token: { is: 'word', at, word: "'", number: undefined }, end: at + 2 }
  }
  const word = next === undefined ? '' : String.fromCharCode(next)
  return { token: { is: 'word', at, word, number: undefined }, end: at + 2 }
}

function wordAt(bytes: Uint8Array, at: number): { token: Token; end: number } {
  let end = at + 1
  while (isLetter(bytes[end]) && end - at <= LONGEST_WORD) end += 1
  const word = latin1(bytes, at + 1, end)
  const from = end
  if (bytes[end] === MINUS && isDigit(bytes[end + 1])) end += 1
  while (isDigit(bytes[end]) && end - from <= LONGEST_NUMBER) end += 1
  const number = end > from ? Number(latin1(bytes, from, end)) : undefined
  // One space ends a control word and is no text.
  if (bytes[end] === SPACE) end += 1
  return { token: { is: 'word', at, word, number }, end }
}

const latin1 = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))
