import { createRequire } from 'node:module'
import { crc32c } from '@node-rs/crc32'
import type { IHeaders } from 'kafkajs'

/**
 * Kafka's record, version 2 (KIP-98; Kafka protocol guide, "Record"), written in one pass. kafkajs 2.2.4 makes a zeroed
 * buffer of 512 bytes for the record and for each of its headers, copies the headers read so far for each further one,
 * and counts the checksum byte by byte: with twelve headers that was half of what a stage cost (ADR 15). Reading is in
 * record-batch.ts.
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

export function sizedRecord({
  offsetDelta = 0,
  timestampDelta = 0,
  key = null,
  value = null,
  headers = {},
}: Written): SizedRecord {
  const fields: Field[] = [key, value]
  for (const name of Object.keys(headers)) for (const held of [headers[name]].flat()) fields.push(name, held ?? null)
  const sizes = fields.map(sizeOf)
  const body = sizes.reduce(
    (sum, size) => sum + sizeOfVarInt(size) + Math.max(0, size),
    1 + sizeOfVarInt(timestampDelta) + sizeOfVarInt(offsetDelta) + sizeOfVarInt(headersIn(fields)),
  )
  return { offsetDelta, timestampDelta, fields, sizes, body, size: sizeOfVarInt(body) + body }
}

/** Writes a record where there is room for it; gives the place after it. */
export function writeRecord(
  { offsetDelta, timestampDelta, fields, sizes, body }: SizedRecord,
  into: Buffer,
  from: number,
): number {
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

const sizeOf = (field: Field): number =>
  field === null ? -1 : typeof field === 'string' ? Buffer.byteLength(field) : field.length

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

const require = createRequire(import.meta.url)

/**
 * Puts another module in the place of one of kafkajs's, which asks for it when it first sends or fetches; `make` is
 * given what it exports. The version of kafkajs is pinned.
 */
export function replace<Exports>(path: string, make: (original: Exports) => Exports): void {
  const file = require.resolve(path)
  // Loaded first, so that a release without this module fails here and not in silence.
  const original = require(file) as Exports
  ;(require.cache[file] as NodeJS.Module).exports = make(original)
}

replace('kafkajs/src/protocol/recordBatch/crc32C', () => crc32c)
