import { setTimeout as pause } from 'node:timers/promises'
import { FEW } from './chunks.js'

/** What comes within this time of the last is a stream, not a message by itself. */
const CLOSELY_MS = 15

/** When fetches and batches came, by the monotonic clock; and what is made of it. */
export class Pace {
  private fetchedAt = -Infinity
  private lastBatchAt = -Infinity
  /** How many batches were begun, and how many when a broker last answered a fetch. */
  private begun = 0
  private readonly begunAtFetch = new Map<number, number>()

  constructor(
    private readonly lingerMs: number,
    private readonly closing: AbortSignal,
  ) {}

  /** Whether no batch came since a broker's last fetch: of what a fetch brought kafkajs 2.2.4 says 0, always. */
  fetched(nodeId: number): boolean {
    this.fetchedAt = performance.now()
    const hadNone = this.begunAtFetch.get(nodeId) === this.begun
    this.begunAtFetch.set(nodeId, this.begun)
    return hadNone
  }

  began(): void {
    this.begun += 1
  }

  /** Whether the last batch ended just now. */
  isClose(): boolean {
    return performance.now() - this.lastBatchAt < CLOSELY_MS
  }

  /**
   * Few messages soon after others: where they trickle in, they are let gather. While what one fetch brought is worked
   * on they gather by themselves.
   */
  async linger(messages: number, isClose: boolean): Promise<void> {
    const left = this.lingerMs - (performance.now() - this.fetchedAt)
    if (left > 0 && messages < FEW && isClose)
      await pause(left, undefined, { signal: this.closing }).catch(() => undefined)
    this.lastBatchAt = performance.now()
  }
}
