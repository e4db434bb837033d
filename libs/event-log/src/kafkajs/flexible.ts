import { createRequire } from 'node:module'
import { replace } from './record-codec.js'

/** kafkajs's own writer and reader, as far as requests of flexible versions (KIP-482) need them. */
export interface Encoder {
  writeInt8(value: number): Encoder
  writeInt32(value: number): Encoder
  writeInt64(value: string | number | bigint): Encoder
  writeBoolean(flag: boolean): Encoder
  writeUVarIntArray(items: Encoder[] | null): Encoder
  writeUVarIntString(text: string): Encoder
  /** Without bytes: a single zero, which ends a structure that has no tagged field. */
  writeUVarIntBytes(): Encoder
}

export interface Decoder {
  readInt16(): number
  readInt32(): number
  readInt64(): bigint
  readBoolean(): boolean
  readUVarInt(): number
  readUVarIntString(): string
  readUVarIntArray<T>(item: (decoder: Decoder) => T): T[] | null
  canReadBytes(length: number): boolean
  readBytes(length: number): Buffer
}

const load = createRequire(import.meta.url)
export const EncoderClass = load('kafkajs/src/protocol/encoder') as new () => Encoder
export const DecoderClass = load('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => Decoder

const ID_BYTES = 16
const NO_ID = Buffer.alloc(ID_BYTES)

/** Sixteen bytes; zeros for none. */
export function writeId(encoder: Encoder, id: Buffer = NO_ID): Encoder {
  for (let at = 0; at < ID_BYTES; at += 4) encoder.writeInt32(id.readInt32BE(at))
  return encoder
}

export function readId(decoder: Decoder): Buffer | undefined {
  const id = decoder.readBytes(ID_BYTES)
  return id.equals(NO_ID) ? undefined : id
}

/**
 * Ends a structure: passes over its tagged fields. kafkajs's own reading takes their length for one more than it is.
 */
export function ended<T>(decoder: Decoder, read: T): T {
  for (let left = decoder.readUVarInt(); left > 0; left -= 1) {
    decoder.readUVarInt()
    decoder.readBytes(decoder.readUVarInt())
  }
  return read
}

export const int32s = (decoder: Decoder): number[] => decoder.readUVarIntArray((each) => each.readInt32()) ?? []

interface Definitions<Asked> {
  versions: string[]
  protocol(o: { version: number | string }): (asked: Asked) => object
}

/**
 * Teaches kafkajs a further version of a request. `make` gives it, and is given what its newest own version makes; a
 * broker that has not got it is asked by kafkajs's own. kafkajs holds the exports since it was loaded: they are changed
 * in place.
 */
export function addVersion<Asked>(
  path: string,
  { version: added, newest }: { version: number; newest: number },
  make: (asked: Asked, byNewest: (asked: Asked) => object) => object,
): void {
  replace<Definitions<Asked>>(path, (original) => {
    const { versions, protocol } = original
    const byNewest = protocol({ version: newest })
    return Object.assign(original, {
      versions: [...versions, String(added)],
      protocol: ({ version }: { version: number | string }) =>
        Number(version) === added
          ? (asked: Asked) => make(asked, byNewest)
          : protocol({ version: Math.min(Number(version), newest) }),
    })
  })
}
