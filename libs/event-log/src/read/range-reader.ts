import { randomUUID } from 'node:crypto'
import type { Consumer, EachBatchPayload } from 'kafkajs'
import { openKafka, withAdmin, type Cluster, type Log } from '../connect/client.js'
import { received, type Received } from '../event/event.js'
import { logRange } from './offsets.js'
import { Transient } from '../connect/transient.js'

/** Offsets that are asked for and that the log has dropped: no waiting brings them back. */
export class ExpiredOffsets extends Error {
  override name = 'ExpiredOffsets'

  constructor(topic: string, partition: number, from: string, low: string) {
    super(`offset ${from} of ${topic}, partition ${partition}, has expired: the log begins at ${low} now`)
  }
}

/** A broker that has nothing to give for so long, though the log goes on, is asked again. */
const SILENCE_MS = 30_000
const HEARTBEAT_MS = 3_000

interface Wanted {
  partition: number
  from: bigint
  to: bigint
  /** The offset that comes next. */
  next: bigint
  give(events: Received[], last: bigint): Promise<void>
  fail(error: Error): void
}

/**
 * Reads stretches of a topic, by partition and offset, one after the other. Takes part in no stage's group and leaves
 * no offsets behind.
 */
export class RangeReader {
  private readonly log: Log
  // kafkajs reads in groups only; this one is ours alone, and is deleted at the end.
  private readonly groupId = `claims-audit-run-${randomUUID()}`
  private consumer: Consumer | undefined
  private wanted: Wanted | undefined

  constructor(
    private readonly cluster: Cluster,
    private readonly topic: string,
    o: { log?: Log } = {},
  ) {
    this.log = o.log ?? (() => undefined)
  }

  /**
   * The events from one offset up to, and without, another; for a batch that could not be read, one `unreadable` for
   * each offset of it. Throws ExpiredOffsets where the log no longer has the first.
   */
  async *read(partition: number, from: string, to: string): AsyncGenerator<Received> {
    await this.assertHeld(partition, from)
    const consumer = await this.connected()
    const queue = new Handover()
    this.wanted = {
      partition,
      from: BigInt(from),
      to: BigInt(to),
      next: BigInt(from),
      give: (events, last) => queue.put(events, last + 1n >= BigInt(to)),
      fail: (error) => queue.fail(error),
    }
    consumer.seek({ topic: this.topic, partition, offset: from })
    consumer.resume([{ topic: this.topic, partitions: [partition] }])
    let next = BigInt(from)
    try {
      for await (const event of queue.take()) {
        // kafkajs goes on at the log's beginning where an offset has expired meanwhile.
        if (BigInt(event.offset) > next) await this.assertHeld(partition, String(next))
        next = BigInt(event.offset) + 1n
        yield event
      }
    } finally {
      this.wanted = undefined
      queue.close()
      consumer.pause([{ topic: this.topic, partitions: [partition] }])
    }
  }

  async close(): Promise<void> {
    const { consumer } = this
    this.consumer = undefined
    if (consumer === undefined) return
    await consumer.disconnect()
    // Without offsets and members the broker forgets it by itself, too.
    await withAdmin(this.cluster, (admin) => admin.deleteGroups([this.groupId]), this.log).catch(() => undefined)
  }

  private async assertHeld(partition: number, from: string): Promise<void> {
    const low = (await logRange(this.cluster, this.topic)).find((range) => range.partition === partition)?.low
    if (low === undefined) throw new Error(`${this.topic} has no partition ${partition}`)
    if (BigInt(low) > BigInt(from)) throw new ExpiredOffsets(this.topic, partition, from, low)
  }

  private async connected(): Promise<Consumer> {
    if (this.consumer !== undefined) return this.consumer
    const { groupId } = this
    const consumer = openKafka(this.cluster, groupId, this.log).consumer({
      groupId,
      maxWaitTimeInMs: 100,
      allowAutoTopicCreation: false,
    })
    const ready = Promise.withResolvers<void>()
    consumer.on(consumer.events.FETCH, () => ready.resolve())
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (payload.restart) return
      ready.reject(payload.error)
      this.wanted?.fail(payload.error)
    })
    consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload }) => this.onEmptyBatch(payload))
    await consumer.connect()
    await consumer.subscribe({ topic: this.topic, fromBeginning: true })
    await consumer.run({ autoCommit: false, eachBatch: (payload) => this.onBatch(payload) })
    await ready.promise
    consumer.pause([{ topic: this.topic }])
    this.consumer = consumer
    return consumer
  }

  /**
   * Offsets of which nothing is to be told, such as the mark that ends a transaction: kafkajs passes them over, and
   * tells only its listeners. Where they are the last of a stretch it has come to its end.
   */
  private onEmptyBatch({
    partition,
    batchSize,
    firstOffset,
    lastOffset,
  }: {
    partition: number
    batchSize: number
    firstOffset: string | null
    lastOffset: string
  }): void {
    const { wanted } = this
    // What begins later was fetched for another stretch.
    if (
      wanted === undefined ||
      batchSize > 0 ||
      partition !== wanted.partition ||
      firstOffset === null ||
      BigInt(firstOffset) > wanted.next ||
      BigInt(lastOffset) < wanted.next
    )
      return
    wanted.next = BigInt(lastOffset) + 1n
    if (wanted.next >= wanted.to) void wanted.give([], BigInt(lastOffset))
  }

  /** A batch that was fetched before we paused, or sought another place, is left alone. */
  private async onBatch({ batch, heartbeat, isStale }: EachBatchPayload): Promise<void> {
    const { wanted } = this
    if (
      wanted === undefined ||
      isStale() ||
      wanted.partition !== batch.partition ||
      BigInt(batch.lastOffset()) < wanted.from
    )
      return
    const events = batch.messages.flatMap((message) => within(wanted, received(this.topic, batch.partition, message)))
    wanted.next = BigInt(batch.lastOffset()) + 1n
    const beating = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_MS)
    try {
      await wanted.give(events, BigInt(batch.lastOffset()))
    } finally {
      clearInterval(beating)
    }
  }
}

/** An event where it lies in a stretch; for a batch that could not be read, one for each of its offsets there. */
function within({ from, to }: Wanted, event: Received): Received[] {
  const { unreadable, offset } = event
  const [first, last] = [BigInt(unreadable?.firstOffset ?? offset), BigInt(offset)]
  const events: Received[] = []
  for (let at = first > from ? first : from; at <= last && at < to; at += 1n)
    events.push(unreadable === undefined ? event : { ...event, offset: String(at) })
  return events
}

/** Hands batches from kafkajs to who reads them, one at a time: the next is fetched when the last has been taken. */
class Handover {
  private waiting: { events: Received[]; last: boolean; taken: () => void } | undefined
  private wake: () => void = () => undefined
  private failure: Error | undefined
  private closed = false

  put(events: Received[], last: boolean): Promise<void> {
    if (this.closed) return Promise.resolve()
    return new Promise((taken) => {
      this.waiting = { events, last, taken }
      this.wake()
    })
  }

  fail(error: Error): void {
    this.failure = error
    this.wake()
  }

  close(): void {
    this.closed = true
    this.waiting?.taken()
  }

  async *take(): AsyncGenerator<Received> {
    for (;;) {
      await this.something()
      const { events, last, taken } = this.waiting as NonNullable<typeof this.waiting>
      yield* events
      this.waiting = undefined
      taken()
      if (last) return
    }
  }

  private async something(): Promise<void> {
    const silence = Promise.withResolvers<never>()
    const timer = setTimeout(
      () => silence.reject(new Transient(`nothing came of the log for ${SILENCE_MS / 1_000} s`)),
      SILENCE_MS,
    )
    try {
      while (this.waiting === undefined) {
        if (this.failure !== undefined) throw this.failure
        await Promise.race([new Promise<void>((resolve) => (this.wake = resolve)), silence.promise])
      }
    } finally {
      clearTimeout(timer)
    }
  }
}
