import { Server, type CustomTransportStrategy } from '@nestjs/microservices'
import type { Consumer, EachBatchPayload } from 'kafkajs'
import { settingsOf, type BatchConsumerOptions, type Settings } from './batch-consumer-options.js'
import { LETS_ERRORS_THROUGH } from './batch-handler.js'
import type { PartitionProgress } from './consumer-observer.js'
import { chunksOf, isSmall } from './chunks.js'
import { Commits } from './commits.js'
import { received, type Received } from '../event/event.js'
import { Gathering } from './gathering.js'
import { Handling } from './handling.js'
import { Lease } from './lease.js'
import { openMember } from './member.js'
import { logRange } from '../read/offsets.js'
import { Pace } from './pace.js'
import { Placing } from './log/placing.js'
import { EventProducer, type Publisher } from '../produce/producer.js'
import { ProgressWatch, type Progress, type ProgressCheck } from './progress.js'
import { Provenance } from './log/provenance.js'
import { settle } from './settle.js'
import { signingKey } from '../produce/signature.js'
import { waitFor } from '../connect/wait-for.js'
import { within } from './within.js'

/**
 * Nest's transport for stages: batches go to the handler that @OnEvents names for their topic, small ones of several
 * partitions together; what it returns is published, then the offsets are committed. So at least once, and in order
 * within a partition.
 *
 * A failing message does not block its partition (see settle.ts); the next fetch waits for the handlers, which is all
 * the back-pressure there is.
 */
export class BatchConsumer extends Server implements CustomTransportStrategy {
  private readonly o: Settings
  private readonly own: EventProducer | undefined
  private readonly publisher: Publisher
  private readonly watch = new ProgressWatch(Date.now())
  private readonly leases = new Set<Lease>()
  private readonly working = new Set<Promise<void>>()
  private readonly gathering: Gathering
  private readonly placing: Placing
  private readonly commits: Commits
  private readonly handling: Handling
  private readonly pace: Pace
  /** Aborted when close() is called. */
  private readonly closing = new AbortController()
  /** Aborted when draining has taken too long. */
  private readonly abandoning = new AbortController()
  private readonly closed = Promise.withResolvers<void>()
  private consumer: Consumer | undefined
  private stopping: Promise<void> | undefined

  constructor(options: BatchConsumerOptions) {
    super()
    const { publisher, provenance, signingKey: secret, ...rest } = options
    this.o = settingsOf(rest)
    const { cluster, clientId, stage, log } = this.o
    this.own = publisher
      ? undefined
      : new EventProducer({ cluster, clientId, source: `/claims-audit/${stage}`, signingKey: secret, log })
    this.publisher = publisher ?? (this.own as EventProducer)
    this.handling = new Handling({
      ...this.o,
      provenance:
        provenance &&
        new Provenance({ ...provenance, cluster, key: secret === undefined ? undefined : signingKey(secret), log }),
      publisher: this.publisher,
      handlerOf: (topic) => this.messageHandlers.get(topic),
    })
    this.pace = new Pace(this.o.lingerMs, this.closing.signal)
    this.placing = new Placing({
      ...this.o,
      checkMs: this.o.logCheckMs,
      publisher: this.publisher,
      closing: this.closing.signal,
      supersede: () => this.supersede(),
      track: (work) => this.tracked(work),
    })
    this.commits = new Commits({ ...this.o, placing: this.placing, watch: this.watch })
    this.gathering = new Gathering({
      handle: (messages, signal) => this.handling.handle(messages, signal),
      send: (events) => this.handling.publish(events),
    })
  }

  listen(callback: (error?: unknown) => void): void {
    this.start().then(() => callback(), callback)
  }

  /** Takes no new batches, waits for those under way, commits, leaves the group. Safe to call twice. */
  close(): Promise<void> {
    this.stopping ??= this.drain()
    return this.stopping
  }

  progress(): Progress {
    return this.watch.progress()
  }

  /** How far it is in each partition that it was given. */
  partitions(): PartitionProgress[] {
    return this.watch.partitions()
  }

  /** For a liveness probe: whether the consumer got on within the last `silenceMs`. */
  check(silenceMs: number): ProgressCheck {
    return this.watch.check(Date.now(), silenceMs)
  }

  /**
   * For a readiness probe: whether it is a member of its group and waits for nothing, or the kind of what it waits for.
   */
  readiness(): ProgressCheck {
    return this.watch.readiness()
  }

  /** Part of Nest's Server; there are no events beyond `progress` and `onCrash`. */
  on(): never {
    throw new Error('BatchConsumer has no events')
  }

  /** The kafkajs consumer. */
  unwrap<T>(): T {
    return this.consumer as T
  }

  private async start(): Promise<void> {
    const topics = this.topics()
    // kafkajs gives up on a broker that is not there yet and on a topic that is not made yet; a stage that is started
    // before them waits.
    await waitFor(
      `Kafka and ${topics.join(', ')}`,
      () => Promise.all(topics.map((topic) => logRange(this.o.cluster, topic))),
      { log: this.o.log, signal: this.closing.signal },
    )
    await this.own?.connect()
    this.watch.started(Date.now())
    this.consumer = this.openMember()
    this.placing.start(this.consumer, topics)
    await this.consumer.connect()
    await this.consumer.subscribe({ topics, fromBeginning: this.o.fromBeginning })
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.o.partitionsConcurrently,
      eachBatch: (payload) => this.onBatch(payload),
    })
    this.commits.start()
  }

  private topics(): string[] {
    const topics = [...this.messageHandlers.keys()]
    const bare = topics.filter((topic) => !this.messageHandlers.get(topic)?.extras?.[LETS_ERRORS_THROUGH])
    if (bare.length > 0) throw new Error(`Handlers of ${bare.join(', ')} must be declared by @OnEvents`)
    return topics
  }

  private openMember(): Consumer {
    return openMember(this.o, {
      joined: (assignment) => this.onJoin(assignment),
      fetched: (nodeId) => {
        const hadNone = this.pace.fetched(nodeId)
        this.watch.polled(Date.now(), hadNone && this.working.size === 0)
      },
      // A coordinator takes commits of the old generation until the new one is there, and reads one connection's
      // requests in order: what is settled is not done again, by us or by the partition's next member.
      rebalances: () => void this.commits.quietly(),
      crashed: (error, restarts) => this.onCrash(error, restarts),
      mayRestart: () => !this.closing.signal.aborted,
    })
  }

  private onJoin(assignment: Record<string, number[]>): void {
    this.supersede()
    this.commits.forget()
    this.watch.joined(assignment, Date.now())
    this.o.observer.joined?.()
    this.placing.joined(assignment)
  }

  private supersede(): void {
    for (const lease of this.leases) lease.supersede()
  }

  private onCrash(error: Error, restarts: boolean): void {
    this.commits.forget()
    this.o.log('error', `${this.o.stage}: the consumer crashed (${error.name})${restarts ? ' and restarts' : ''}`)
    if (restarts || this.closing.signal.aborted) return
    this.watch.crashed(error.name)
    this.o.onCrash(error)
  }

  /** While draining, new batches wait here for the end instead of coming again and again. */
  private async onBatch(payload: EachBatchPayload): Promise<void> {
    if (this.closing.signal.aborted) return this.closed.promise
    const isClose = this.pace.isClose()
    await this.tracked(this.work(payload))
    await this.pace.linger(payload.batch.messages.length, isClose)
  }

  /** Draining waits for it. */
  private async tracked(work: Promise<void>): Promise<void> {
    this.working.add(work)
    try {
      await work
    } finally {
      this.working.delete(work)
    }
  }

  private async work(payload: EachBatchPayload): Promise<void> {
    const log = await this.placing.logOf(payload)
    if (log === false) return
    const { topic, partition, highWatermark, messages } = payload.batch
    const lease = new Lease(payload, this.o.heartbeatMs)
    this.leases.add(lease)
    this.pace.began()
    this.commits.by(payload)
    this.watch.fetched(topic, partition, messages[0]?.offset ?? '0', highWatermark, this.submittedAt(payload))
    try {
      for (const chunk of chunksOf(messages, this.o)) {
        if (!lease.holds() || this.closing.signal.aborted) break
        await this.settle(
          chunk.map((message) => received(topic, partition, message, log)),
          payload,
          lease,
        )
      }
      await this.commits.whenDue(lease, this.closing.signal.aborted)
    } finally {
      lease.end()
      this.leases.delete(lease)
    }
    if (lease.lost) throw lease.lost
  }

  /** When the batch's first event was submitted. */
  private submittedAt({ batch: { topic, partition, messages } }: EachBatchPayload): number {
    const [first] = messages
    return first === undefined ? Date.now() : Number(received(topic, partition, first).origin.timestamp)
  }

  private async settle(messages: Received[], payload: EachBatchPayload, lease: Lease): Promise<void> {
    const { topic, partition } = payload.batch
    const signal = AbortSignal.any([lease.ends, this.closing.signal])
    const wanted = AbortSignal.any([lease.gone, this.abandoning.signal])
    const settled = (last: Received): void => {
      // After a new join the offsets belong to another session of the group.
      if (wanted.aborted) return
      payload.resolveOffset(last.offset)
      this.watch.settled(topic, partition, last.offset)
    }
    const last = messages.at(-1)
    const isPlain = messages.every(({ unreadable }) => unreadable === undefined)
    if (last !== undefined && isPlain && isSmall(messages) && (await this.gathering.pass(messages, wanted))) {
      settled(last)
      return this.o.observer.settled?.(topic, messages)
    }
    const settling = settle(messages, {
      handle: (some) => this.handling.handle(some, wanted),
      send: (events) => this.handling.publish(events),
      settled,
      failed: (kind) => this.o.observer.failed?.(kind),
      waits: (kind) => {
        if (kind !== undefined) this.o.observer.waits?.(kind)
        if (!wanted.aborted) this.watch.waiting(topic, partition, kind, Date.now())
      },
      stage: this.o.stage,
      retry: this.o.retry,
      signal,
      log: this.o.log,
    })
    const ended = settling.then(() => this.o.observer.settled?.(topic, messages))
    await ended.catch((error) => {
      // What was not settled comes again: to the next member, or to us after the next start.
      if (!signal.aborted) throw error
    })
  }

  private async drain(): Promise<void> {
    this.closing.abort(new Error('closing'))
    this.commits.stop()
    this.placing.stop()
    await this.waitForWork()
    // Each step may hang where the brokers are away, or a handler never ends; the group finds out by the session
    // timeout.
    await within(STEP_MS, this.commits.quietly())
    const leaving = this.consumer?.disconnect()
    this.closed.resolve()
    await within(STEP_MS + this.o.maxWaitTimeMs, leaving)
    await within(STEP_MS, this.own?.disconnect())
  }

  private async waitForWork(): Promise<void> {
    const drained = await within(this.o.drainMs, Promise.allSettled(this.working))
    if (drained) return
    this.o.log(
      'error',
      `${this.o.stage}: ${this.working.size} batches did not end within ${this.o.drainMs} ms; they will come again`,
    )
    this.abandoning.abort(new Error('drain took too long'))
  }
}

/** How long a step of closing may take after the drain. */
const STEP_MS = 5_000
