import { isEbcdic } from './ebcdic.js'

/** Enough of a file to tell: a byte order mark, some blank lines, and the first segment's id. */
export const BYTES_TO_TELL = 512

/** Whether a file that begins with these bytes is X12, whatever its name; one that lacks its ISA is X12 as well. */
export function isX12(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, BYTES_TO_TELL)).toString('latin1')
  return isEbcdic(head) || /^(?:\xef\xbb\xbf)?[\s\0\x1a]*(?:ISA|GS|ST)[^A-Za-z0-9\s"'{}[\]]/.test(text)
}
