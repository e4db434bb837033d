import { BatchTooLarge } from '../event/unreadable-batch.js'

const MAGIC = 0x184d2204
const DESCRIPTOR_AT = 4
const CONTENT_SIZE = 8
const DICTIONARY_ID = 4
const CHECKSUM = 4
const STORED = 0x80000000
const SHORTEST_MATCH = 4
/** A length of four bits that goes on in the bytes that follow. */
const LENGTH_GOES_ON = 15
const LENGTH_BYTE_GOES_ON = 255

/**
 * How long an LZ4 frame is when it is unpacked (LZ4 Frame Format Description 1.6.x; LZ4 Block Format). Its library
 * unpacks without a limit, and the content size in the header is optional and a mere statement: so the lengths of all
 * sequences are added up. Throws BatchTooLarge beyond the limit, and RangeError where the frame ends too early.
 */
export function lz4UnpackedSize(frame: Buffer, limit: number): number {
  if (frame.readUInt32LE(0) !== MAGIC) throw new RangeError('not an LZ4 frame')
  const flags = frame.readUInt8(DESCRIPTOR_AT)
  const [hasBlockChecksums, hasContentSize, hasDictionary] = [flags & 0x10, flags & 0x08, flags & 0x01]
  // Flags, block size and the header's own checksum.
  let at = DESCRIPTOR_AT + 3 + (hasContentSize ? CONTENT_SIZE : 0) + (hasDictionary ? DICTIONARY_ID : 0)
  let size = 0
  for (;;) {
    const word = frame.readUInt32LE(at)
    if (word === 0) return size
    const [begin, length] = [at + 4, word % STORED]
    const end = begin + length
    if (end > frame.length) throw new RangeError('an LZ4 block is cut short')
    size += word >= STORED ? length : blockSize(frame, begin, end, limit - size)
    if (size > limit) throw new BatchTooLarge()
    at = end + (hasBlockChecksums ? CHECKSUM : 0)
  }
}

function blockSize(frame: Buffer, begin: number, end: number, limit: number): number {
  let [at, size] = [begin, 0]
  const restOfLength = (length: number): number => {
    if (length < LENGTH_GOES_ON) return length
    let [sum, byte] = [length, LENGTH_BYTE_GOES_ON]
    while (byte === LENGTH_BYTE_GOES_ON) sum += byte = frame.readUInt8(at++)
    return sum
  }
  while (at < end && size <= limit) {
    const token = frame.readUInt8(at++)
    const literals = restOfLength(token >> 4)
    at += literals
    size += literals
    // The last sequence has literals alone.
    if (at >= end) break
    // Behind the match's offset.
    at += 2
    size += restOfLength(token & 0x0f) + SHORTEST_MATCH
  }
  return size
}
