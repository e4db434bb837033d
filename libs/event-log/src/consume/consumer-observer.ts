import type { Received } from '../event/event.js'

/**
 * Hears what a consumer does, a batch at a time. It hears names of topics and kinds of errors, and counts; no value.
 */
export interface ConsumerObserver {
  /** A handler was called, and how long it took. */
  handled?(topic: string, messages: number, seconds: number): void
  /** Messages are done for good. */
  settled?(topic: string, messages: readonly Received[]): void
  /** Messages were quarantined, and what was said to be wrong with each. */
  quarantined?(codes: readonly string[]): void
  /** A failure of this kind will pass, and is waited for: at each attempt. */
  waits?(kind: string): void
  /** A message, or a whole batch, failed and is tried once more. */
  failed?(kind: string): void
  /** The group was joined, the first time included. */
  joined?(): void
  /** The offset to read next had expired. */
  outOfRange?(topic: string): void
}

/** How far a consumer is in one partition. */
export interface PartitionProgress {
  topic: string
  partition: number
  /** Messages that are not committed, as of the last fetch. */
  lag: number
  /** When the first event that is not committed was submitted, milliseconds since 1970; undefined without one. */
  oldestAt: number | undefined
}
