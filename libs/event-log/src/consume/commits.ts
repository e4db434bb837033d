import type { EachBatchPayload } from 'kafkajs'
import type { Settings } from './batch-consumer-options.js'
import { groupMovedOn, type Lease } from './lease.js'
import type { Placing } from './log/placing.js'
import type { ProgressWatch } from './progress.js'

type Options = Pick<Settings, 'stage' | 'commitIntervalMs' | 'log'> & { placing: Placing; watch: ProgressWatch }

/** Commits offsets about as often as asked: a redelivery is harmless. */
export class Commits {
  /** The latest batch's way to commit for all partitions; a new group session makes a new one. */
  private commit: (() => Promise<void>) | undefined
  private committing: Promise<void> | undefined
  private lastAt = Date.now()
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly o: Options) {}

  start(): void {
    this.timer = setInterval(() => {
      // One that hangs is not joined by more.
      if (!this.committing) void this.quietly()
    }, this.o.commitIntervalMs)
  }

  stop(): void {
    clearInterval(this.timer)
  }

  /** From now on by this batch's session. */
  by(payload: EachBatchPayload): void {
    this.commit = () => this.commitOf(payload)
  }

  /** The session has ended. */
  forget(): void {
    this.commit = undefined
  }

  /** Where the last one was long enough ago, or there may be no other chance. */
  async whenDue(lease: Lease, isClosing: boolean): Promise<void> {
    const due = Date.now() - this.lastAt >= this.o.commitIntervalMs
    if (!due && !lease.lost && !isClosing) return
    await this.quietly((error) => lease.lose(error))
  }

  /** A commit that fails costs a redelivery, no more; unless it says that the group has moved on. */
  async quietly(movedOn: (error: Error) => void = () => undefined): Promise<void> {
    this.lastAt = Date.now()
    const committing = (this.commit?.() ?? Promise.resolve()).catch((error: Error) => {
      this.o.log('warn', `${this.o.stage}: offsets were not committed (${error.name})`)
      if (groupMovedOn(error)) movedOn(error)
    })
    this.committing = committing
    await committing
    if (this.committing === committing) this.committing = undefined
  }

  /** What is settled, also of batches that are still worked on. */
  private async commitOf({ uncommittedOffsets, commitOffsetsIfNecessary }: EachBatchPayload): Promise<void> {
    const topics = this.o.placing.named(uncommittedOffsets().topics)
    await commitOffsetsIfNecessary({ topics })
    for (const { topic, partitions } of topics)
      for (const { partition, offset } of partitions) this.o.watch.committed(topic, partition, offset, Date.now())
  }
}
