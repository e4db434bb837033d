import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** A submitted event as it came. */
export interface RawEvent {
  topic: string
  partition: number
  /** The log that has it; undefined in what was archived before logs were told apart. */
  log?: string | undefined
  offset: string
  /** Milliseconds since the epoch, decimal: the log's own timestamp. */
  timestamp: string
  key: Uint8Array | null
  value: Uint8Array | null
  headers: Record<string, string>
}

/** An event of a block, whose topic and partition are the block's. */
export type BlockedEvent = Omit<RawEvent, 'topic' | 'partition' | 'log'>

export type UnpackedEvent = BlockedEvent & { key: Buffer | null; value: Buffer | null }

/** An event in a block's table of contents; the key in base64, the value by its length. */
interface Entry {
  offset: string
  timestamp: string
  key: string | null
  headers: Record<string, string>
  bytes: number | null
}

/** In front of the table of contents, its length: 32 bits, little-endian. */
const LENGTH = 4

/**
 * Events of one partition as one zstd frame: the length of a table of contents, the table as JSON, then the values one
 * after another. Claims repeat each other's names and codes, so that together they take a seventh of what they take one
 * by one, and the compressor is set up once.
 */
export function packBlock(events: readonly BlockedEvent[]): Buffer {
  const entries = events.map(({ offset, timestamp, key, value, headers }): Entry => ({
    offset,
    timestamp,
    key: key === null ? null : Buffer.from(key).toString('base64'),
    headers,
    bytes: value === null ? null : value.length,
  }))
  const table = Buffer.from(JSON.stringify(entries))
  const length = Buffer.alloc(LENGTH)
  length.writeUInt32LE(table.length)
  return zstdCompressSync(Buffer.concat([length, table, ...events.flatMap(({ value }) => value ?? [])]))
}

/** The events of a block, in order, byte by byte as they came. */
export function unpackBlock(body: Uint8Array): UnpackedEvent[] {
  const unpacked = zstdDecompressSync(body)
  const values = LENGTH + unpacked.readUInt32LE(0)
  let at = values
  return (JSON.parse(unpacked.toString('utf8', LENGTH, values)) as Entry[]).map(({ key, bytes, ...entry }) => {
    const value = bytes === null ? null : unpacked.subarray(at, (at += bytes))
    return { ...entry, key: key === null ? null : Buffer.from(key, 'base64'), value }
  })
}

/** The last instant that both JavaScript and Postgres can name; a client may put any number into a timestamp. */
const LATEST_MS = 253_402_300_799_999

/** Milliseconds since the epoch, as near to a timestamp as can be stored. */
export const storedInstant = (timestamp: string): number => Math.min(Math.max(Number(timestamp), 0), LATEST_MS)

/** What a block of a partition holds: offsets and instants (milliseconds), ends included. */
export interface HeldRange {
  first: string
  last: string
  firstAt: number
  lastAt: number
}

/** Of values, in a block: to read one event of it is to unpack them all. */
const MOST_BYTES = 1 << 20

/**
 * Cuts events of one partition into blocks, in order of their offsets, without those that `held` ranges have: blocks of
 * a log never overlap. An event larger than a block is one by itself.
 */
export function cutBlocks<E extends BlockedEvent>(events: readonly E[], held: readonly HeldRange[]): E[][] {
  const blocks: E[][] = []
  let open: E[] | undefined
  let bytes = 0
  for (const event of events) {
    if (isHeld(event, held)) {
      open = undefined
      continue
    }
    const size = event.value?.length ?? 0
    if (open === undefined || bytes + size > MOST_BYTES) {
      blocks.push((open = []))
      bytes = 0
    }
    open.push(event)
    bytes += size
  }
  return blocks
}

/** By the time too: a topic that was made again begins again with its offsets. */
function isHeld({ offset, timestamp }: BlockedEvent, held: readonly HeldRange[]): boolean {
  const [at, instant] = [BigInt(offset), storedInstant(timestamp)]
  return held.some(
    ({ first, last, firstAt, lastAt }) =>
      BigInt(first) <= at && at <= BigInt(last) && firstAt <= instant && instant <= lastAt,
  )
}
