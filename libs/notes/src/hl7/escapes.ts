import { decoded, decodedAs } from '../text/decode.js'
import type { Delimiters } from './delimiters.js'

/** Formatting commands of FT (HL7 v2, chapter 2, "Escape sequences in formatted text") that begin a new line. */
const LINES = new Set(['br', 'sp', 'ce'])

/**
 * Decodes the escapes that are known, in one pass; what only looks like one ("4\5 power", a path) stays as it is.
 * Highlighting and the commands that indent have no text. `charset`: in which the bytes of \X..\ are.
 */
export function unescaped(text: string, delimiters: Delimiters, charset?: string): string {
  if (!text.includes(delimiters.escape)) return text
  const { field, component, repetition, escape, subcomponent } = delimiters
  const characters: Record<string, string> = {
    F: field,
    S: component,
    T: subcomponent,
    R: repetition,
    E: escape,
    P: '#',
    H: '',
    N: '',
  }
  return text.replace(patternOf(escape), (_, letter?: string, hex?: string, command?: string, count?: string) => {
    if (letter !== undefined) return characters[letter] as string
    if (hex !== undefined) return bytesOf(hex, charset)
    if (command !== undefined && LINES.has(command.toLowerCase())) return '\n'.repeat(linesOf(command, count))
    return command?.toLowerCase() === 'sk' ? ' '.repeat(linesOf(command, count)) : ''
  })
}

function patternOf(escape: string): RegExp {
  const e = `\\u{${escape.codePointAt(0)?.toString(16)}}`
  return new RegExp(
    `${e}(?:([FSTREPHN])|X((?:[0-9A-Fa-f]{2})+)|\\.(br|sp|ce|in|ti|fi|nf|sk|BR|SP|CE|IN|TI|FI|NF|SK)\\s*([+-]?\\d{0,3}))${e}`,
    'gu',
  )
}

/** .sp and .sk say how many; a page has 66 lines. */
const linesOf = (command: string, count = ''): number =>
  /sp|sk/i.test(command) ? Math.min(Math.max(Number(count === '' ? 1 : count) || 1, 1), 66) : 1

/** Bytes as text: NUL is padding. */
function bytesOf(hex: string, charset?: string): string {
  const bytes = Buffer.from(hex, 'hex').filter((byte) => byte !== 0)
  return ((charset && decodedAs(charset, bytes)) ?? decoded(bytes)).replace(/\r\n?/g, '\n')
}
