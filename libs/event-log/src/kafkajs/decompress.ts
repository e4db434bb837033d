import { promisify } from 'node:util'
import { gunzip, zstdDecompress } from 'node:zlib'
import { decompressFrame } from 'lz4-napi'
import { uncompress } from 'snappy'
import { lz4UnpackedSize } from './lz4-frame.js'
import { BatchTooLarge } from '../event/unreadable-batch.js'

/** Kafka's codecs (Kafka protocol guide, "Record Batch"), by the lowest three bits of a batch's attributes. */
const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
export type Codec = (typeof CODECS)[number]

export const codecIn = (attributes: number): Codec | undefined => CODECS[attributes & 0x07]

/** Unpacks on Node's thread pool, and never more than `limit` bytes: beyond them it throws BatchTooLarge. */
export async function decompress(codec: Codec, packed: Buffer, limit: number): Promise<Buffer> {
  return UNPACK[codec](packed, limit)
}

type Unpack = (packed: Buffer, limit: number) => Promise<Buffer>

const UNPACK: Record<Codec, Unpack> = {
  none: async (bytes, limit) => (bytes.length > limit ? Promise.reject(new BatchTooLarge()) : bytes),
  gzip: byZlib(promisify(gunzip)),
  snappy: unpackSnappy,
  lz4: async (frame, limit) => {
    lz4UnpackedSize(frame, limit)
    return decompressFrame(frame)
  },
  zstd: byZlib(promisify(zstdDecompress)),
}

type Zlib = (packed: Buffer, o: { maxOutputLength: number; chunkSize: number }) => Promise<Buffer>

/** zlib gives its output in pieces, each by a turn on the thread pool. */
const SMALLEST_PIECE = 16 << 10
const LARGEST_PIECE = 1 << 20
const USUAL_RATIO = 4

function byZlib(unpack: Zlib): Unpack {
  return async (packed, limit) => {
    const chunkSize = Math.min(LARGEST_PIECE, Math.max(SMALLEST_PIECE, packed.length * USUAL_RATIO))
    try {
      return await unpack(packed, { maxOutputLength: limit, chunkSize })
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? new BatchTooLarge() : error
    }
  }
}

/**
 * snappy-java's stream of blocks, as Java's clients write it; two version words follow, which librdkafka ignores too
 * (dpkp/kafka-python #2414).
 */
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
const XERIAL_HEADER = 16
/** A block costs a turn on the thread pool, however small it is. Java's have 32 KiB. */
const BLOCK_COST = 4 << 10

/** One raw block, as librdkafka writes it, or many of them. */
async function unpackSnappy(packed: Buffer, limit: number): Promise<Buffer> {
  if (!packed.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return unpackBlock(packed, limit)
  const blocks: Buffer[] = []
  let left = limit
  for (let at = XERIAL_HEADER; at < packed.length;) {
    const begin = at + 4
    at = begin + packed.readUInt32BE(at)
    if (at > packed.length) throw new RangeError('a snappy block is cut short')
    const block = await unpackBlock(packed.subarray(begin, at), left)
    blocks.push(block)
    left -= Math.max(block.length, BLOCK_COST)
  }
  return Buffer.concat(blocks)
}

async function unpackBlock(block: Buffer, limit: number): Promise<Buffer> {
  if (statedSize(block) > limit) throw new BatchTooLarge()
  return (await uncompress(block, { asBuffer: true })) as Buffer
}

/**
 * The length before a block (Snappy format description, "Preamble"): the library makes room for so much, and takes no
 * more.
 */
function statedSize(block: Buffer): number {
  let [size, scale] = [0, 1]
  for (let at = 0; ; at += 1) {
    const byte = block.readUInt8(at)
    size += (byte & 0x7f) * scale
    if (byte < 0x80) return size
    scale *= 0x80
  }
}
