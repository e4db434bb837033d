import type { KafkaMessage } from 'kafkajs'

/**
 * Messages of the log that cannot be handed on one by one, and why: a batch that cannot be read, or what expired
 * unread.
 */
export interface UnreadableBatch {
  code: 'batch-unreadable' | 'batch-too-large' | 'expired'
  /** A batch's codec: gzip, snappy, lz4, zstd, none, or unknown. */
  keyword: string
  /** Decimal, as is `lastOffset`: the offsets of all its messages. */
  firstOffset: string
  lastOffset: string
  /** The batch as it lies in the log, compressed; null where nothing is left. */
  bytes: Buffer | null
}

/** Thrown while a batch is decoded: it would take more memory than one batch may. */
export class BatchTooLarge extends Error {
  override name = 'BatchTooLarge'
}

/** A property that no producer can set: keys, values and headers are strings and bytes. */
const UNREADABLE = Symbol('unreadable batch')

interface Position {
  /** Milliseconds since 1970, decimal. */
  timestamp: string
  /** What kafkajs filters aborted transactions by. */
  batchContext: { producerId: string; inTransaction: boolean; isControlBatch: boolean }
}

/** Stands for a whole batch. It has the last offset, so that kafkajs goes on behind it. */
export function placeholder(unreadable: UnreadableBatch, { timestamp, batchContext }: Position): KafkaMessage {
  const message = {
    offset: unreadable.lastOffset,
    timestamp,
    attributes: 0,
    key: null,
    value: null,
    headers: {},
    isControlRecord: batchContext.isControlBatch,
    batchContext,
    [UNREADABLE]: unreadable,
  }
  return message
}

/** The batch that a message stands for; undefined for a real message. */
export function unreadableIn(message: KafkaMessage): UnreadableBatch | undefined {
  return (message as { [UNREADABLE]?: UnreadableBatch })[UNREADABLE]
}
