import { BatchTooLarge } from '../event/unreadable-batch.js'

/** What one batch may take in memory: its unpacked bytes, and what its records and headers cost as objects. */
export const BATCH_LIMIT = 64 << 20

/** An empty record takes seven bytes of a batch and hundreds of the heap. */
export const RECORD_COST = 512
export const HEADER_COST = 128

/** What is left of a limit. */
export class Allowance {
  constructor(
    private readonly limit = BATCH_LIMIT,
    public left = limit,
  ) {}

  get used(): number {
    return this.limit - this.left
  }

  /** Throws BatchTooLarge where not so much is left. */
  take(bytes: number): void {
    if (bytes > this.left) throw new BatchTooLarge()
    this.left -= bytes
  }
}
