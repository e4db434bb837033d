import { crc32c } from '@node-rs/crc32'
import type { IHeaders } from 'kafkajs'
import { replace, sizedRecord, writeRecord } from './record-codec.js'
import type { SizedRecord } from './record-codec.js'

/**
 * The body of a produce request, versions 3 to 7, with its record batches (Kafka protocol guide, "Produce" and "Record
 * Batch"), in one buffer of just its size. kafkajs 2.2.4 copies a batch eight times on its way into a request, each
 * time into zeroed memory of up to twice as much: at a moderate rate that brought on a full collection of garbage every
 * second (ADR 15).
 */
interface ProduceRequest {
  acks: number
  timeout: number
  transactionalId?: string | null
  compression?: number
  /** A Long; -1 for none. */
  producerId?: { toString(): string }
  topicData: { topic: string; partitions: { partition: number; messages: ProducedMessage[] }[] }[]
}

interface ProducedMessage {
  key?: Buffer | string | null
  value?: Buffer | string | null
  /** Milliseconds since 1970, decimal; when it is sent where it has none. */
  timestamp?: string | null
  headers?: IHeaders
}

/** What kafkajs takes for an encoder that has been written to. */
interface Encoded {
  buf: Buffer
  buffer: Buffer
}

function encodeProduce({ acks, timeout, topicData }: ProduceRequest, now: number): Encoded {
  const topics = topicData.map(({ topic, partitions }) => ({
    topic,
    batches: partitions.map(({ partition, messages }) => ({ partition, batch: sizedBatch(messages, now) })),
  }))
  const size = topics.reduce(
    (sum, { topic, batches }) =>
      sum + 2 + Buffer.byteLength(topic) + 4 + batches.reduce((total, { batch }) => total + 8 + batch.size, 0),
    2 + 2 + 4 + 4,
  )
  const into = Buffer.allocUnsafe(size)
  // No transactional id.
  let at = into.writeInt16BE(-1, 0)
  at = into.writeInt16BE(acks, at)
  at = into.writeInt32BE(timeout, at)
  at = into.writeInt32BE(topics.length, at)
  for (const { topic, batches } of topics) {
    at = into.writeInt16BE(Buffer.byteLength(topic), at)
    at += into.write(topic, at)
    at = into.writeInt32BE(batches.length, at)
    for (const { partition, batch } of batches)
      at = writeBatch(batch, into, into.writeInt32BE(batch.size, into.writeInt32BE(partition, at)))
  }
  return { buf: into, buffer: into }
}

interface SizedBatch {
  records: SizedRecord[]
  /** Milliseconds since 1970. */
  first: number
  last: number
  size: number
}

/** From the first offset to the number of records. */
const BATCH_HEADER = 61
/** Where the part begins that the batch's length counts, and the part that its checksum covers. */
const AFTER_LENGTH = 12
const AFTER_CHECKSUM = 21
const MAGIC = 2

function sizedBatch(messages: ProducedMessage[], now: number): SizedBatch {
  const times = messages.map(({ timestamp }) => (timestamp ? Number(timestamp) : now))
  const first = times.reduce((least, time) => Math.min(least, time), Infinity)
  const last = times.reduce((most, time) => Math.max(most, time), -Infinity)
  const records = messages.map((message, offsetDelta) =>
    sizedRecord({ ...message, offsetDelta, timestampDelta: (times[offsetDelta] ?? now) - first }),
  )
  return { records, first, last, size: records.reduce((sum, { size }) => sum + size, BATCH_HEADER) }
}

/** No leader epoch, no attribute, and no idempotent producer. */
function writeBatch({ records, first, last, size }: SizedBatch, into: Buffer, from: number): number {
  let at = into.writeBigInt64BE(0n, from)
  at = into.writeInt32BE(size - AFTER_LENGTH, at)
  at = into.writeInt32BE(0, at)
  const checksumAt = into.writeInt8(MAGIC, at)
  at = into.writeInt16BE(0, checksumAt + 4)
  at = into.writeInt32BE(records.length - 1, at)
  at = into.writeBigInt64BE(BigInt(last), into.writeBigInt64BE(BigInt(first), at))
  at = into.writeInt32BE(0, into.writeInt16BE(0, into.writeBigInt64BE(-1n, at)))
  at = into.writeInt32BE(records.length, at)
  for (const record of records) at = writeRecord(record, into, at)
  into.writeUInt32BE(crc32c(into.subarray(from + AFTER_CHECKSUM, at)), checksumAt)
  return at
}

interface KafkajsRequest {
  encode(): Promise<Encoded>
}

/** Compressed, in a transaction or by an idempotent producer, which ours never are, a request stays kafkajs's. */
const isPlain = ({ compression = 0, transactionalId = null, producerId = NO_PRODUCER }: ProduceRequest): boolean =>
  compression === 0 && transactionalId === null && String(producerId) === NO_PRODUCER

const NO_PRODUCER = '-1'

replace<(request: ProduceRequest) => KafkajsRequest>(
  'kafkajs/src/protocol/requests/produce/v3/request',
  (original) => (request) => {
    const made = original(request)
    return isPlain(request) ? { ...made, encode: async () => encodeProduce(request, Date.now()) } : made
  },
)
