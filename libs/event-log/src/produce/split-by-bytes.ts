import type { Message } from 'kafkajs'

/** What a record costs beside its key, value and headers: lengths, offsets, flags. Rather more than less. */
const RECORD_OVERHEAD = 64
const HEADER_OVERHEAD = 8

/** The size of a message on the wire, in bytes, slightly overestimated. */
export function bytesOf(message: Message): number {
  let bytes = RECORD_OVERHEAD + size(message.key) + size(message.value)
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    bytes += HEADER_OVERHEAD + Buffer.byteLength(name) + (Array.isArray(value) ? 0 : size(value))
  }
  return bytes
}

/**
 * Cuts a sequence into runs of at most `limit` bytes, in order; a single item above the limit goes alone. A batch that
 * is sent on a little larger than it came would otherwise be refused as a whole, which kafkajs does not retry.
 */
export function splitByBytes<T>(items: readonly T[], limit: number, bytes: (item: T) => number): T[][] {
  const runs: T[][] = []
  let left = 0
  for (const item of items) {
    const needs = bytes(item)
    const run = runs.at(-1)
    if (run && needs <= left) run.push(item)
    else {
      runs.push([item])
      left = limit
    }
    left -= needs
  }
  return runs
}

function size(value: Buffer | string | null | undefined): number {
  return value == null ? 0 : Buffer.byteLength(value)
}
