import { crc32c } from '@node-rs/crc32'
import type { KafkaMessage } from 'kafkajs'
import { Allowance, BATCH_LIMIT, RECORD_COST } from './allowance.js'
import { codecIn, decompress } from './decompress.js'
import { AFTER_LENGTH, MAGIC_AT, isOlder, olderMessages } from './older-messages.js'
import { MalformedRecord, readRecord, type BatchContext, type BatchMessage, type Cursor } from './read-record.js'
import { BatchTooLarge, placeholder, type UnreadableBatch } from '../event/unreadable-batch.js'

/** A batch as it lies in the log. */
export interface StoredBatch {
  bytes: Buffer
  /** The offset where the next one begins, where that is known. */
  followedBy?: bigint | undefined
  /** Its length is not what it says. */
  damaged?: true
}

export interface DecodedBatch {
  messages: KafkaMessage[]
  /** What it takes of the memory for a fetch. */
  cost: number
}

/** Reads a batch. One that cannot be read is a single message that stands for all of its offsets. Never rejects. */
export async function decodeBatch(batch: StoredBatch): Promise<DecodedBatch> {
  const allowance = new Allowance()
  try {
    const messages = await messagesOf(batch, allowance)
    return { messages, cost: allowance.used }
  } catch (error) {
    const isTooLarge = error instanceof BatchTooLarge
    return {
      messages: [insteadOf(batch, isTooLarge ? 'batch-too-large' : 'batch-unreadable')],
      cost: isTooLarge ? BATCH_LIMIT : allowance.used,
    }
  }
}

/** Where fields are (Kafka protocol guide, "Record Batch"). */
const CHECKSUM_AT = 17
const ATTRIBUTES_AT = 21
const LAST_OFFSET_DELTA_AT = 23
const COUNT_AT = 57
const RECORDS_AT = 61

const MAGIC = 2
const LOG_APPEND_TIME = 0x08
const TRANSACTIONAL = 0x10
const CONTROL = 0x20

async function messagesOf(batch: StoredBatch, allowance: Allowance): Promise<KafkaMessage[]> {
  const { bytes } = batch
  if (batch.damaged) throw new MalformedRecord()
  if (isOlder(bytes)) return olderMessages(bytes, allowance)
  if (!isIntact(bytes)) throw new MalformedRecord()
  const codec = codecIn(bytes.readInt16BE(ATTRIBUTES_AT))
  const count = bytes.readInt32BE(COUNT_AT)
  if (codec === undefined || count < 0) throw new MalformedRecord()
  if (count === 0) return []
  allowance.take(count * RECORD_COST)
  const records = await decompress(codec, bytes.subarray(RECORDS_AT), allowance.left)
  allowance.take(records.length)
  return readRecords(
    { buffer: records, at: 0, end: records.length, nextDelta: 0, allowance, names: [] },
    count,
    contextOf(bytes),
  )
}

/** Of the format that we read, and with the checksum that it states. */
function isIntact(bytes: Buffer): boolean {
  return (
    bytes.length >= RECORDS_AT &&
    bytes[MAGIC_AT] === MAGIC &&
    crc32c(bytes.subarray(ATTRIBUTES_AT)) === bytes.readUInt32BE(CHECKSUM_AT)
  )
}

function readRecords(cursor: Cursor, count: number, context: BatchContext): BatchMessage[] {
  const messages: BatchMessage[] = []
  while (messages.length < count) messages.push(readRecord(cursor, context))
  if (cursor.at !== cursor.end) throw new MalformedRecord()
  return messages
}

function contextOf(bytes: Buffer): BatchContext {
  const attributes = bytes.readInt16BE(ATTRIBUTES_AT)
  return {
    firstOffset: String(bytes.readBigInt64BE(0)),
    partitionLeaderEpoch: bytes.readInt32BE(AFTER_LENGTH),
    magicByte: MAGIC,
    lastOffsetDelta: bytes.readInt32BE(LAST_OFFSET_DELTA_AT),
    firstTimestamp: String(bytes.readBigInt64BE(27)),
    maxTimestamp: String(bytes.readBigInt64BE(35)),
    producerId: String(bytes.readBigInt64BE(43)),
    producerEpoch: bytes.readInt16BE(51),
    firstSequence: bytes.readInt32BE(53),
    inTransaction: (attributes & TRANSACTIONAL) > 0,
    isControlBatch: (attributes & CONTROL) > 0,
    timestampType: (attributes & LOG_APPEND_TIME) > 0 ? 1 : 0,
  }
}

/** An intact header is believed; of any other only where the batch begins, and that it ends before the next one. */
function insteadOf({ bytes, followedBy, damaged }: StoredBatch, code: UnreadableBatch['code']): KafkaMessage {
  const firstOffset = bytes.readBigInt64BE(0)
  if (damaged || !isIntact(bytes)) {
    const isFollowed = followedBy !== undefined && followedBy > firstOffset && !isOlder(bytes)
    const last = isFollowed ? followedBy - 1n : firstOffset + BigInt(deltaByCount(bytes))
    return placeholder(
      { code, keyword: 'unknown', firstOffset: String(firstOffset), lastOffset: String(last), bytes },
      NOWHERE,
    )
  }
  const batchContext = contextOf(bytes)
  const lastOffset = String(firstOffset + BigInt(batchContext.lastOffsetDelta))
  const keyword = codecIn(bytes.readInt16BE(ATTRIBUTES_AT)) ?? 'unknown'
  return placeholder(
    { code, keyword, firstOffset: String(firstOffset), lastOffset, bytes },
    { timestamp: batchContext.maxTimestamp, batchContext },
  )
}

/** Of no transaction, and of no known time. */
const NOWHERE = { timestamp: '-1', batchContext: { producerId: '-1', inTransaction: false, isControlBatch: false } }

/**
 * A producer's batch has as many records as offsets. Where a damaged header says both, and they agree, neither is what
 * was damaged.
 */
function deltaByCount(bytes: Buffer): number {
  if (bytes.length < RECORDS_AT || bytes[MAGIC_AT] !== MAGIC) return 0
  const delta = bytes.readInt32BE(LAST_OFFSET_DELTA_AT)
  return delta > 0 && bytes.readInt32BE(COUNT_AT) === delta + 1 ? delta : 0
}
