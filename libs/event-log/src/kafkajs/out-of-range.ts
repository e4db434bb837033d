import { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'

/**
 * Where a group asks for an offset that the log no longer holds, or does not hold yet, kafkajs 2.2.4 goes on at the
 * log's beginning and only writes a line. This tells the listeners of the group what had been asked for.
 */
export interface OutOfRange {
  topic: string
  partition: number
  /** Decimal: what the group would have read next. */
  offset: string
}

const found = new EventEmitter().setMaxListeners(0)

/** Calls `listener` for each; gives what ends that. */
export function onOutOfRange(groupId: string, listener: (what: OutOfRange) => void): () => void {
  found.on(groupId, listener)
  return () => void found.off(groupId, listener)
}

interface ConsumerGroup {
  groupId: string
  offsetManager: { nextOffset(topic: string, partition: number): { toString(): string } }
  recoverFromOffsetOutOfRange(error: { topic: string; partition: number }): Promise<void>
}

const load = createRequire(import.meta.url)
const { prototype } = load('kafkajs/src/consumer/consumerGroup') as { prototype: ConsumerGroup }
const recover = prototype.recoverFromOffsetOutOfRange

prototype.recoverFromOffsetOutOfRange = async function (this: ConsumerGroup, error) {
  const { topic, partition } = error
  const offset = this.offsetManager.nextOffset(topic, partition).toString()
  found.emit(this.groupId, { topic, partition, offset } satisfies OutOfRange)
  await recover.call(this, error)
}
