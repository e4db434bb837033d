import { ebcdicOf, isEbcdic } from '../read/ebcdic.js'
import type { ChangeRefusal } from './claim-change.js'

/** Bytes of the file that was read, as they are. */
export interface Extent {
  from: number
  to: number
}

/** A piece of a file that is written: of the one that was read, or new text of single bytes. */
export type Part = Extent | { text: string }

/**
 * How a file becomes another one, and why some of the claims that were to change stay as they are, by the key of their
 * place.
 */
export interface Rewriting {
  parts: Part[]
  refused: ReadonlyMap<string, ChangeRefusal>
}

/** Bytes of the file from `start` to `stop` that become other text, and `ending` behind it. */
export interface Edit {
  start: number
  stop: number
  text: string
  ending?: Extent
}

/** The bytes from `from` to `to` with the edits in them, which are in order and do not overlap. */
export function edited(from: number, to: number, edits: readonly Edit[]): Part[] {
  const parts: Part[] = []
  let at = from
  for (const { start, stop, text, ending } of edits) {
    if (start > at) parts.push({ from: at, to: start })
    if (text !== '') parts.push({ text })
    if (ending !== undefined) parts.push(ending)
    at = stop
  }
  if (to > at) parts.push({ from: at, to })
  return parts
}

/** New text as bytes of a file that begins with `head`: in its code page. */
export function bytesOf(text: string, head: Uint8Array): Uint8Array {
  const bytes = Buffer.from(text, 'latin1')
  return isEbcdic(head) ? ebcdicOf(bytes) : bytes
}
