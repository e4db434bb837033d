import type { KafkaMessage } from 'kafkajs'
import type { Received } from '../event/event.js'
import { splitByBytes } from '../produce/split-by-bytes.js'

/** A batch of fewer messages is worth joining with others, and letting grow. */
export const FEW = 64

/**
 * What is larger is worked on by itself: nothing is gained by joining it, and the others' messages would wait for it.
 */
const SMALL_BYTES = 256 << 10

const bytesOfValue = ({ value }: { value: Buffer | null }): number => value?.length ?? 0

export function isSmall(messages: readonly Received[]): boolean {
  return messages.length < FEW && messages.reduce((sum, message) => sum + bytesOfValue(message), 0) <= SMALL_BYTES
}

/** A batch as handlers get it: in order, bounded by number and by bytes. */
export function chunksOf(
  messages: readonly KafkaMessage[],
  o: { maxBatch: number; maxBatchBytes: number },
): KafkaMessage[][] {
  return splitByBytes(messages, o.maxBatchBytes, bytesOfValue).flatMap((run) =>
    Array.from({ length: Math.ceil(run.length / o.maxBatch) }, (_, at) =>
      run.slice(at * o.maxBatch, (at + 1) * o.maxBatch),
    ),
  )
}
