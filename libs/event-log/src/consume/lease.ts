import type { EachBatchPayload } from 'kafkajs'

/** These errors say that the group has moved on; the consumer rejoins when eachBatch throws them. */
const MOVED_ON = new Set([
  'REBALANCE_IN_PROGRESS',
  'NOT_COORDINATOR_FOR_GROUP',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'FENCED_INSTANCE_ID',
])

export function groupMovedOn(error: unknown): boolean {
  const { type } = (error ?? {}) as { type?: string }
  return type !== undefined && MOVED_ON.has(type)
}

/**
 * Our right to work on a partition's batch. kafkajs sends heartbeats between batches only (tulios/kafkajs #447), so the
 * lease sends them while a handler works, and ends when one says that the group has moved on or when we have joined
 * again.
 */
export class Lease {
  private readonly ending = new AbortController()
  private readonly going = new AbortController()
  private readonly timer: NodeJS.Timeout
  /** What to throw to kafkajs, so that it rejoins. */
  lost: Error | undefined

  constructor(
    private readonly payload: EachBatchPayload,
    heartbeatMs: number,
  ) {
    // kafkajs sends one when this long has passed since the last; asking twice as often never misses the time.
    this.timer = setInterval(() => void this.beat(), heartbeatMs / 2)
  }

  /** Aborted when we should not wait or begin anything: the group waits for us to join again. */
  get ends(): AbortSignal {
    return this.ending.signal
  }

  /** Aborted when the partition is no longer ours: what we do now counts for nothing. */
  get gone(): AbortSignal {
    return this.going.signal
  }

  /** The group has moved on: kafkajs must be told. While it still waits for us, what is under way may be finished. */
  lose(error: Error): void {
    this.lost ??= error
    this.ending.abort(error)
    if ((error as { type?: string }).type !== 'REBALANCE_IN_PROGRESS') this.going.abort(error)
  }

  /** We have joined again already; this batch will come again to the member that has its partition now. */
  supersede(): void {
    const reason = new Error('joined again')
    this.ending.abort(reason)
    this.going.abort(reason)
  }

  holds(): boolean {
    return !this.ending.signal.aborted && this.payload.isRunning() && !this.payload.isStale()
  }

  end(): void {
    clearInterval(this.timer)
  }

  private async beat(): Promise<void> {
    try {
      await this.payload.heartbeat()
    } catch (error) {
      // Any other failure may pass before the session times out; the next beat or the next fetch will tell.
      if (groupMovedOn(error)) this.lose(error as Error)
    }
  }
}
