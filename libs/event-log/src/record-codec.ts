import { createRequire } from 'node:module'
import { crc32c } from '@node-rs/crc32'
import type { IHeaders } from 'kafkajs'

/**
 * Kafka's record, version 2 (KIP-98; Kafka protocol guide, "Record"), written and read in one pass. kafkajs 2.2.4 makes a zeroed buffer of 512 bytes for the
 * record and for each of its headers, copies the headers read so far for each further one, and counts the checksum byte by byte: with twelve headers that
 * was half of what a hop cost (ADR 15). It asks for these modules when it first sends or fetches, so they are put in their place here. The version of
 * kafkajs is pinned; drop this where it does the same.
 */
export interface Written {
  offsetDelta?: number
  timestampDelta?: number
  key?: Buffer | string | null
  value?: Buffer | string | null
  headers?: IHeaders
}

type Field = Buffer | string | null

/** A record whose bytes are counted. */
export interface SizedRecord {
  offsetDelta: number
  timestampDelta: number
  /** Key, value, then each header's name and value. */
  fields: Field[]
  sizes: number[]
  /** Without its own length before it. */
  body: number
  /** Bytes that it takes. */
  size: number
}

export function sizedRecord({ offsetDelta = 0, timestampDelta = 0, key = null, value = null, headers = {} }: Written): SizedRecord {
  const fields: Field[] = [key, value]
  for (const name of Object.keys(headers)) for (const held of [headers[name]].flat()) fields.push(name, held ?? null)
  const sizes = fields.map(sizeOf)
  const body = sizes.reduce((sum, size) => sum + sizeOfVarInt(size) + Math.max(0, size), 1 + sizeOfVarInt(timestampDelta) + sizeOfVarInt(offsetDelta) + sizeOfVarInt(headersIn(fields)))
  return { offsetDelta, timestampDelta, fields, sizes, body, size: sizeOfVarInt(body) + body }
}

/** Writes a record where there is room for it; gives the place after it. */
export function writeRecord({ offsetDelta, timestampDelta, fields, sizes, body }: SizedRecord, into: Buffer, from: number): number {
  // No attribute is in use.
  let at = into.writeUInt8(0, writeVarInt(body, into, from))
  at = writeVarInt(offsetDelta, into, writeVarInt(timestampDelta, into, at))
  at = writeField(fields, sizes, 1, into, writeField(fields, sizes, 0, into, at))
  at = writeVarInt(headersIn(fields), into, at)
  for (let index = FIRST_HEADER; index < fields.length; index += 1) at = writeField(fields, sizes, index, into, at)
  return at
}

/** After key and value. */
const FIRST_HEADER = 2

const headersIn = (fields: Field[]): number => (fields.length - FIRST_HEADER) / 2

const sizeOf = (field: Field): number => (field === null ? -1 : typeof field === 'string' ? Buffer.byteLength(field) : field.length)

function writeField(fields: Field[], sizes: number[], index: number, into: Buffer, from: number): number {
  const [field, size] = [fields[index] ?? null, sizes[index] ?? -1]
  const at = writeVarInt(size, into, from)
  if (field === null) return at
  if (typeof field === 'string') into.write(field, at)
  else into.set(field, at)
  return at + size
}

/** Signed to unsigned, small ones small (zigzag); exact for every safe integer of half the range. */
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value)
const LOW_BITS = 128

function sizeOfVarInt(value: number): number {
  let size = 1
  for (let left = zigzag(value); left >= LOW_BITS; left = Math.floor(left / LOW_BITS)) size += 1
  return size
}

function writeVarInt(value: number, into: Buffer, from: number): number {
  let at = from
  let left = zigzag(value)
  for (; left >= LOW_BITS; left = Math.floor(left / LOW_BITS)) into[at++] = (left % LOW_BITS) + LOW_BITS
  into[at++] = left
  return at
}

/** A record's batch, as far as its records depend on it; numbers decimal. */
interface BatchContext {
  firstOffset: string
  firstTimestamp: string
  maxTimestamp: string
  magicByte: number
  timestampType: number
  isControlBatch?: boolean
}

const LOG_APPEND_TIME = 1

/** Reads what kafkajs hands on as a message. */
export function decodeRecord({ buffer }: { buffer: Buffer }, batchContext: BatchContext) {
  const cursor = { buffer, at: 1 }
  const timestampDelta = readVarInt(cursor)
  const offsetDelta = readVarInt(cursor)
  const { firstOffset, firstTimestamp, maxTimestamp, timestampType } = batchContext
  return {
    magicByte: batchContext.magicByte,
    attributes: buffer[0],
    timestamp: timestampType === LOG_APPEND_TIME && maxTimestamp !== '' ? maxTimestamp : plus(firstTimestamp, timestampDelta),
    offset: plus(firstOffset, offsetDelta),
    key: readField(cursor),
    value: readField(cursor),
    headers: readHeaders(cursor),
    isControlRecord: batchContext.isControlBatch ?? false,
    batchContext,
  }
}

interface Cursor {
  buffer: Buffer
  at: number
}

/** A name that comes more than once has all its values, in order. */
function readHeaders(cursor: Cursor): IHeaders {
  const headers = Object.create(null) as IHeaders
  for (let left = readVarInt(cursor); left > 0; left -= 1) {
    const name = readField(cursor)?.toString() ?? ''
    const value = readField(cursor) ?? undefined
    const held = headers[name]
    if (held === undefined) headers[name] = value
    else headers[name] = [...(Array.isArray(held) ? held : [held]), value ?? '']
  }
  return headers
}

function readField(cursor: Cursor): Buffer | null {
  const size = readVarInt(cursor)
  if (size < 0) return null
  const field = cursor.buffer.subarray(cursor.at, cursor.at + size)
  cursor.at += size
  return field
}

function readVarInt(cursor: Cursor): number {
  let [value, scale] = [0, 1]
  for (;;) {
    const byte = cursor.buffer.readUInt8(cursor.at++)
    value += (byte % LOW_BITS) * scale
    if (byte < LOW_BITS) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    scale *= LOW_BITS
  }
}

/** Offsets and timestamps have 64 bits, of which nobody has used 53 yet. */
function plus(base: string, delta: number): string {
  const sum = Number(base) + delta
  return Number.isSafeInteger(sum) ? String(sum) : String(BigInt(base) + BigInt(delta))
}

const require = createRequire(import.meta.url)

/** Puts another module in the place of one of kafkajs's; `make` is given what it exports. */
export function replace<Exports>(path: string, make: (original: Exports) => Exports): void {
  const file = require.resolve(path)
  // Loaded first, so that a release without this module fails here and not in silence.
  const original = require(file) as Exports
  ;(require.cache[file] as NodeJS.Module).exports = make(original)
}

replace('kafkajs/src/protocol/recordBatch/record/v0/decoder', () => decodeRecord)
replace('kafkajs/src/protocol/recordBatch/crc32C', () => crc32c)
