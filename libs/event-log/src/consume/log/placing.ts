import type { Consumer, EachBatchPayload, TopicOffsets } from 'kafkajs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Cluster, Log } from '../../connect/client.js'
import type { ConsumerObserver } from '../consumer-observer.js'
import { LogPositions, type Seek } from './log-positions.js'
import { logRange } from '../../read/offsets.js'
import { onOutOfRange, type OutOfRange } from '../../kafkajs/out-of-range.js'
import type { Publisher } from '../../produce/producer.js'
import { lostEvents } from '../quarantine.js'
import { onOtherTopic } from '../../kafkajs/topic-ids.js'

interface Options {
  cluster: Cluster
  groupId: string
  stage: string
  log: Log
  observer: ConsumerObserver
  publisher: Publisher
  /** How often it looks whether a topic has become another log. */
  checkMs: number
  closing: AbortSignal
  /** What is under way is of another log: it counts for nothing. */
  supersede: () => void
  /** Draining waits for it. */
  track: (work: Promise<void>) => Promise<void>
}

/** How long it waits before it tries again what a broker did not answer. */
const AGAIN_MS = 1_000

/**
 * Sees to it that a consumer reads the log that its offsets count in, and tells what that log no longer holds (ADR 19).
 */
export class Placing {
  private readonly positions: LogPositions
  private assignment: Record<string, number[]> = {}
  /** Resolves when it is known where reading goes on after the latest join. */
  private placed: Promise<void> = Promise.resolve()
  private consumer: Consumer | undefined
  private stopListening: () => void = () => undefined

  constructor(private readonly o: Options) {
    this.positions = new LogPositions(o)
  }

  start(consumer: Consumer, topics: string[]): void {
    this.consumer = consumer
    const ends = [
      onOutOfRange(this.o.groupId, (what) => void this.o.track(this.quarantineLost(what))),
      ...topics.map((topic) => onOtherTopic(topic, () => this.onOtherLog(topic))),
    ]
    const timer = setInterval(() => void this.check(), this.o.checkMs)
    this.stopListening = () => {
      clearInterval(timer)
      for (const end of ends) end()
    }
  }

  stop(): void {
    this.stopListening()
  }

  joined(assignment: Record<string, number[]>): void {
    this.assignment = assignment
    this.placed = this.place(assignment)
  }

  /**
   * The name of the log that a batch is of, once it is known; false where it was fetched at another log's offset, and
   * comes again.
   */
  async logOf({ batch, isStale }: EachBatchPayload): Promise<string | undefined | false> {
    await this.placed
    // Not in kafkajs' types: the offset that was asked for.
    const { fetchedOffset } = batch as { fetchedOffset?: unknown }
    if (isStale() || !this.positions.isFetchedAt(batch.topic, batch.partition, String(fetchedOffset))) return false
    return this.positions.nameOf(batch.topic)
  }

  /** Offsets as they may be committed. */
  named(topics: readonly TopicOffsets[]): TopicOffsets[] {
    return this.positions.named(topics)
  }

  private async place(assignment: Record<string, number[]>): Promise<void> {
    const isCurrent = (): boolean => this.assignment === assignment
    await this.untilDone('where to read on is not known yet', isCurrent, async () => {
      const placement = await this.positions.look(assignment)
      if (isCurrent() && !this.o.closing.aborted) this.positions.adopt(placement, (to) => this.seek(to))
    })
  }

  private seek({ topic, partition, offset }: Seek): void {
    this.o.log(
      'error',
      `${this.o.stage}: ${topic}[${partition}] is another log than the group’s offsets are of: reading from ${offset}`,
    )
    this.consumer?.seek({ topic, partition, offset })
  }

  /**
   * Quarantines what the log dropped before it was read. Tried again until it is written: the group has gone on
   * already.
   */
  private async quarantineLost({ topic, partition, offset }: OutOfRange): Promise<void> {
    if (this.assignment[topic]?.includes(partition) !== true) return
    this.positions.forgetSeek(topic, partition)
    await this.untilDone(
      'expired offsets are not quarantined yet',
      () => true,
      async () => {
        const low = (await logRange(this.o.cluster, topic)).find((range) => range.partition === partition)?.low ?? '0'
        // Beyond the log's end there is nothing to lose: the topic was made again.
        if (BigInt(offset) >= BigInt(low)) return
        const last = String(BigInt(low) - 1n)
        this.o.observer.outOfRange?.(topic)
        this.o.log(
          'error',
          `${this.o.stage}: offsets ${offset} to ${last} of ${topic}[${partition}] expired before they were read`,
        )
        const log = this.positions.nameOf(topic)
        await this.o.publisher.send([lostEvents({ topic, partition, first: offset, last, log }, this.o.stage)])
      },
    )
  }

  private async check(): Promise<void> {
    const { assignment } = this
    const changed = await this.positions.changed().catch(() => [])
    if (this.assignment === assignment) for (const topic of changed) this.onOtherLog(topic)
  }

  /**
   * Called before anything is fetched of it: what is under way is of the old log, and its offsets mean nothing any
   * more.
   */
  private onOtherLog(topic: string): void {
    this.o.log('error', `${this.o.stage}: ${topic} was deleted and made again`)
    this.o.supersede()
    this.placed = this.place(this.assignment)
  }

  private async untilDone(what: string, isWanted: () => boolean, work: () => Promise<void>): Promise<void> {
    while (isWanted() && !this.o.closing.aborted) {
      try {
        return await work()
      } catch (error) {
        this.o.log('warn', `${this.o.stage}: ${what} (${(error as Error).name})`)
        await pause(AGAIN_MS, undefined, { signal: this.o.closing }).catch(() => undefined)
      }
    }
  }
}
