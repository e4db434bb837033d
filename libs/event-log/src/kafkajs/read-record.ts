import type { IHeaders, KafkaMessage } from 'kafkajs'
import { HEADER_COST } from './allowance.js'
import type { Allowance } from './allowance.js'

/**
 * A batch, as far as its records depend on it; numbers decimal. kafkajs filters by it what a transaction has aborted.
 */
export interface BatchContext {
  firstOffset: string
  firstTimestamp: string
  maxTimestamp: string
  partitionLeaderEpoch: number
  inTransaction: boolean
  isControlBatch: boolean
  lastOffsetDelta: number
  producerId: string
  producerEpoch: number
  firstSequence: number
  timestampType: number
  magicByte: number
}

export type BatchMessage = KafkaMessage & { batchContext: BatchContext; isControlRecord: boolean }

/** Where reading is in a batch's records. No record and no field goes beyond `end`. */
export interface Cursor {
  buffer: Buffer
  at: number
  end: number
  /** The least that the next record's distance from the batch's first offset may be. */
  nextDelta: number
  allowance: Allowance
  /** The header names of the record before. */
  names: Name[]
}

interface Name {
  at: number
  size: number
  text: string
}

/** Thrown where a batch contradicts itself. */
export class MalformedRecord extends Error {
  override name = 'MalformedRecord'
}

const LOG_APPEND_TIME = 1

/**
 * Reads Kafka's record, version 2 (KIP-98; Kafka protocol guide, "Record"), in one pass: kafkajs 2.2.4 copies the
 * headers read so far for each further one (ADR 15).
 */
export function readRecord(cursor: Cursor, batchContext: BatchContext): BatchMessage {
  const size = readVarInt(cursor)
  const [batchEnd, end] = [cursor.end, cursor.at + size]
  if (!(size > 0 && end <= batchEnd)) throw new MalformedRecord()
  cursor.end = end
  // No attribute is in use.
  const attributes = cursor.buffer[cursor.at++] as number
  const timestampDelta = readVarInt(cursor)
  const delta = readVarInt(cursor)
  if (!(delta >= cursor.nextDelta && delta <= batchContext.lastOffsetDelta)) throw new MalformedRecord()
  const { firstOffset, firstTimestamp, maxTimestamp, timestampType } = batchContext
  const message = {
    magicByte: batchContext.magicByte,
    attributes,
    timestamp:
      timestampType === LOG_APPEND_TIME && maxTimestamp !== '' ? maxTimestamp : plus(firstTimestamp, timestampDelta),
    offset: plus(firstOffset, delta),
    key: readField(cursor),
    value: readField(cursor),
    headers: readHeaders(cursor),
    isControlRecord: batchContext.isControlBatch,
    batchContext,
  }
  if (cursor.at !== end) throw new MalformedRecord()
  cursor.end = batchEnd
  cursor.nextDelta = delta + 1
  return message
}

/** Of a name that comes more than once, the last value. */
function readHeaders(cursor: Cursor): IHeaders {
  const headers = Object.create(null) as IHeaders
  const count = readVarInt(cursor)
  for (let index = 0; index < count; index += 1) {
    cursor.allowance.take(HEADER_COST)
    const name = readName(cursor, index)
    headers[name] = readField(cursor) ?? undefined
  }
  return headers
}

function readField(cursor: Cursor): Buffer | null {
  const size = sizeAt(cursor)
  return size < 0 ? null : cursor.buffer.subarray(cursor.at, (cursor.at += size))
}

/** A producer's records mostly have the same names: to compare bytes costs a fifth of making a string of them. */
function readName(cursor: Cursor, index: number): string {
  const { buffer, names } = cursor
  const size = Math.max(0, sizeAt(cursor))
  const { at } = cursor
  cursor.at += size
  const before = names[index]
  if (before !== undefined && isSame(buffer, at, size, before)) return before.text
  const text = buffer.toString('utf8', at, at + size)
  names[index] = { at, size, text }
  return text
}

function isSame(buffer: Buffer, at: number, size: number, before: Name): boolean {
  if (size !== before.size) return false
  for (let byte = 0; byte < size; byte += 1) if (buffer[at + byte] !== buffer[before.at + byte]) return false
  return true
}

function sizeAt(cursor: Cursor): number {
  const size = readVarInt(cursor)
  if (!(cursor.at + size <= cursor.end)) throw new MalformedRecord()
  return size
}

const LOW_BITS = 128

/** Signed to unsigned, small ones small (zigzag); exact for every safe integer of half the range. */
function readVarInt(cursor: Cursor): number {
  let [value, scale] = [0, 1]
  while (cursor.at < cursor.end) {
    const byte = cursor.buffer[cursor.at++] as number
    value += (byte % LOW_BITS) * scale
    if (byte < LOW_BITS) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    scale *= LOW_BITS
  }
  throw new MalformedRecord()
}

/** Offsets and timestamps have 64 bits, of which 53 are enough. */
function plus(base: string, delta: number): string {
  const sum = Number(base) + delta
  return Number.isSafeInteger(sum) ? String(sum) : String(BigInt(base) + BigInt(delta))
}
