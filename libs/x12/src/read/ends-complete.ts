import { isEbcdic, latin1Of } from './ebcdic.js'

/** As many bytes of a file's end as tell. */
export const TAIL = 4_096

/**
 * Whether an X12 file ends with an IEA and its terminator, as one does that has come as a whole. `head` and `tail` are
 * its first and last bytes, TAIL of them or fewer. A further interchange may still follow: only the sender knows.
 */
export function endsComplete(head: Uint8Array, tail: Uint8Array): boolean {
  const bytes = isEbcdic(head) ? latin1Of(tail) : Buffer.from(tail)
  const text = bytes.toString('latin1').replace(/[ \0\x1a]+$/, '')
  // A terminator may be a line break itself.
  return /(?:^|[^A-Za-z0-9 ])\s*IEA([^A-Za-z0-9\s])\d+ *\1 *\d+ *[^A-Za-z0-9 ]\s*$/.test(text)
}
