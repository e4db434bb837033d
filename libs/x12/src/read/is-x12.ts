import { isEbcdic } from './ebcdic.js'

/** Nothing is told from more: that much in front of the first segment is not a file of either kind. */
const MOST = 4_096

/**
 * Whether a file that begins with these bytes is X12, whatever its name; one that lacks its ISA is X12 as well.
 * Undefined where they are too few to tell.
 */
export function isX12(head: Uint8Array): boolean | undefined {
  if (isEbcdic(head)) return true
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, MOST)).toString('latin1')
  const begun = text.replace(/^(?:\xef\xbb\xbf)?[\s\0\x1a]*/, '')
  if (begun.length < 4 && head.length < MOST) return undefined
  return /^(?:ISA|GS|ST)[^A-Za-z0-9\s"'{}[\]]/.test(begun)
}
