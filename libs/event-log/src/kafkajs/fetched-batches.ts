import type { KafkaMessage } from 'kafkajs'
import { AFTER_LENGTH, MAGIC_AT } from './older-messages.js'
import { decodeBatch, type StoredBatch } from './record-batch.js'
import { replace } from './record-codec.js'

/** What the batches of one fetch may take in memory together, besides the last of them. */
const FETCH_LIMIT = 128 << 20

/** kafkajs's reader of a response; the same one for all partitions in it. */
export interface FetchDecoder {
  readInt32(): number
  canReadBytes(length: number): boolean
  readBytes(length: number): Buffer
}

/** What is left for the further batches of a response. */
const leftOf = new WeakMap<FetchDecoder, number>()

/**
 * Reads a partition's batches in a fetch response. kafkajs 2.2.4 knows no codec but gzip, does not compare checksums,
 * unpacks without a limit, and restarts the consumer at a batch that it cannot read, for ever: this stands in the
 * place of its module (ADR 17). Batches beyond what a fetch may take are left out: kafkajs fetches them again, from the
 * offset that comes next. The first one of a response is always read.
 */
const decodeFetched = (response: FetchDecoder): Promise<KafkaMessage[]> => readBatches(response, response.readInt32())

/** The batches that the next `size` bytes of a response hold. */
export async function readBatches(response: FetchDecoder, size: number): Promise<KafkaMessage[]> {
  if (size <= 0 || !response.canReadBytes(size)) return []
  const messages: KafkaMessage[] = []
  let left = leftOf.get(response) ?? FETCH_LIMIT
  for (const batch of batchesIn(response.readBytes(size))) {
    if (left <= 0) break
    const decoded = await decodeBatch(batch)
    // Spread as arguments, a hundred thousand messages overflow the stack.
    for (const message of decoded.messages) messages.push(message)
    left -= decoded.cost
  }
  leftOf.set(response, left)
  return messages
}

/** A batch's first offset, its length, four bytes, and its format. */
const LEAST = MAGIC_AT + 1

function* batchesIn(set: Buffer): Generator<StoredBatch> {
  for (let at = 0; at + LEAST <= set.length;) {
    const end = at + AFTER_LENGTH + set.readInt32BE(at + AFTER_LENGTH - 4)
    const isWhole = end >= at + LEAST && end <= set.length
    // The limit of bytes cuts off the last batch, but never the first (KIP-74): that one is damaged.
    if (!isWhole && at === 0) yield { bytes: set, damaged: true }
    if (!isWhole) return
    yield { bytes: set.subarray(at, end), followedBy: end + 8 <= set.length ? set.readBigInt64BE(end) : undefined }
    at = end
  }
}

replace('kafkajs/src/protocol/requests/fetch/v4/decodeMessages', () => decodeFetched)
