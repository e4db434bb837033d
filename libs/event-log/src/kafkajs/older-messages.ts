import { createRequire } from 'node:module'
import { crc32 } from 'node:zlib'
import kafkajs, { type KafkaMessage } from 'kafkajs'
import { BATCH_LIMIT, RECORD_COST, type Allowance } from './allowance.js'
import { codecIn, decompress as unpack } from './decompress.js'
import { MalformedRecord } from './read-record.js'

/**
 * In every format: after the first offset and the length comes what the length counts, and in it, four bytes on, the
 * format's number.
 */
export const AFTER_LENGTH = 12
export const MAGIC_AT = 16

/**
 * Formats 0 and 1, of brokers before version 0.11. Nothing writes them any more, but later brokers give out what they
 * still hold in them (KIP-724).
 */
export const isOlder = (bytes: Buffer): boolean => bytes[MAGIC_AT] === 0 || bytes[MAGIC_AT] === 1

const require = createRequire(import.meta.url)
const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => object
const decodeMessageSet = require('kafkajs/src/protocol/messageSet/decoder') as (
  decoder: object,
  size: number,
) => Promise<KafkaMessage[]>

/**
 * Reads one entry of a message set: a message, or a packed set of them whose last offset the entry has. By kafkajs,
 * with our codecs.
 */
export async function olderMessages(bytes: Buffer, allowance: Allowance): Promise<KafkaMessage[]> {
  if (crc32(bytes.subarray(MAGIC_AT)) !== bytes.readUInt32BE(AFTER_LENGTH)) throw new MalformedRecord()
  const messages = await decodeMessageSet(new Decoder(bytes), bytes.length)
  // kafkajs passes over what ends too early.
  if (messages.length === 0) throw new MalformedRecord()
  for (const { value } of messages) allowance.take(RECORD_COST + (value?.length ?? 0))
  return messages
}

/** kafkajs has gzip's alone, and unpacks it without a limit. What packs is left as it is. */
const { CompressionCodecs } = kafkajs as unknown as { CompressionCodecs: Record<number, () => object> }
const PACKING = { gzip: CompressionCodecs[kafkajs.CompressionTypes.GZIP]?.() }

for (const type of [1, 2, 3, 4]) {
  const codec = codecIn(type) ?? 'none'
  const decompress = (bytes: Buffer): Promise<Buffer> => unpack(codec, bytes, BATCH_LIMIT)
  CompressionCodecs[type] = () => ({ ...(codec === 'gzip' && PACKING.gzip), decompress })
}
