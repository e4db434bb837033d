import { TOPICS } from '@claims-audit/contracts'
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices'
import type { Consumer, EachBatchPayload } from 'kafkajs'
import { setTimeout as pause } from 'node:timers/promises'
import { isObservable, lastValueFrom } from 'rxjs'
import { settingsOf, type BatchConsumerOptions, type Settings } from './batch-consumer-options.js'
import { LETS_ERRORS_THROUGH, type BatchContext } from './batch-handler.js'
import { inBatchSpan } from './batch-span.js'
import type { PartitionProgress } from './consumer-observer.js'
import { chunksOf, FEW, isSmall } from './chunks.js'
import { openKafka } from '../connect/client.js'
import { received, type Outgoing, type Received } from '../event/event.js'
import { Gathering } from './gathering.js'
import { groupMovedOn, Lease } from './lease.js'
import { logRange } from '../read/offsets.js'
import { Placing } from './placing.js'
import { EventProducer, type Publisher } from '../produce/producer.js'
import { ProgressWatch, type Progress, type ProgressCheck } from './progress.js'
import { Provenance } from './provenance.js'
import { quarantineOf } from './quarantine.js'
import { settle } from './settle.js'
import { signingKey } from '../produce/signature.js'
import { waitFor } from '../connect/wait-for.js'

/**
 * Nest's transport for stages: batches go to the handler that @OnEvents names for their topic, small ones of several partitions together; what it
 * returns is published, then the offsets are committed. So at least once, and in order within a partition.
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
  private readonly provenance: Provenance | undefined
  /** By the monotonic clock. */
  private fetchedAt = -Infinity
  private lastBatchAt = -Infinity
  /** How many batches were begun, and how many when a broker last answered a fetch. */
  private begun = 0
  private readonly begunAtFetch = new Map<number, number>()
  /** Aborted when close() is called. */
  private readonly closing = new AbortController()
  /** Aborted when draining has taken too long. */
  private readonly abandoning = new AbortController()
  private readonly closed = Promise.withResolvers<void>()
  private consumer: Consumer | undefined
  private commitTimer: NodeJS.Timeout | undefined
  /** The latest batch's way to commit for all partitions; a new group session makes a new one. */
  private commit: (() => Promise<void>) | undefined
  private committing: Promise<void> | undefined
  private lastCommitAt = Date.now()
  private stopping: Promise<void> | undefined

  constructor(options: BatchConsumerOptions) {
    super()
    const { publisher, provenance, signingKey: secret, ...rest } = options
    this.o = settingsOf(rest)
    const { cluster, clientId, stage, log } = this.o
    this.own = publisher
      ? undefined
      : new EventProducer({ cluster, clientId, source: `/claims-audit/${stage}`, signingKey: secret, log })
    this.provenance =
      provenance &&
      new Provenance({ ...provenance, cluster, key: secret === undefined ? undefined : signingKey(secret), log })
    this.publisher = publisher ?? (this.own as EventProducer)
    this.placing = new Placing({
      ...this.o,
      checkMs: this.o.logCheckMs,
      publisher: this.publisher,
      closing: this.closing.signal,
      supersede: () => this.supersede(),
      track: (work) => this.tracked(work),
    })
    this.gathering = new Gathering({
      handle: (messages, signal) => this.handle(messages, signal),
      send: (events) => this.publish(events),
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

  /** For a readiness probe: whether it is a member of its group and waits for nothing, or the kind of what it waits for. */
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
    // kafkajs gives up on a broker that is not there yet and on a topic that is not made yet; a stage that is started before them waits.
    await waitFor(
      `Kafka and ${topics.join(', ')}`,
      () => Promise.all(topics.map((topic) => logRange(this.o.cluster, topic))),
      { log: this.o.log, signal: this.closing.signal },
    )
    await this.own?.connect()
    this.watch.started(Date.now())
    this.consumer = this.openConsumer()
    this.placing.start(this.consumer, topics)
    await this.consumer.connect()
    await this.consumer.subscribe({ topics, fromBeginning: this.o.fromBeginning })
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.o.partitionsConcurrently,
      eachBatch: (payload) => this.onBatch(payload),
    })
    this.commitTimer = setInterval(() => {
      // One that hangs is not joined by more.
      if (!this.committing) void this.commitQuietly()
    }, this.o.commitIntervalMs)
  }

  private topics(): string[] {
    const topics = [...this.messageHandlers.keys()]
    const bare = topics.filter((topic) => !this.messageHandlers.get(topic)?.extras?.[LETS_ERRORS_THROUGH])
    if (bare.length > 0) throw new Error(`Handlers of ${bare.join(', ')} must be declared by @OnEvents`)
    return topics
  }

  private openConsumer(): Consumer {
    const { cluster, clientId, log, ...o } = this.o
    const consumer = openKafka(cluster, clientId, log).consumer({
      groupId: o.groupId,
      sessionTimeout: o.sessionTimeoutMs,
      heartbeatInterval: o.heartbeatMs,
      rebalanceTimeout: o.rebalanceTimeoutMs,
      maxBytesPerPartition: o.maxBytesPerPartition,
      minBytes: o.minBytes,
      maxWaitTimeInMs: o.maxWaitTimeMs,
      metadataMaxAge: o.metadataMaxAgeMs,
      allowAutoTopicCreation: false,
      retry: {
        retries: 5,
        initialRetryTime: 100,
        maxRetryTime: 5_000,
        restartOnFailure: async () => !this.closing.signal.aborted,
      },
    })
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.onJoin(payload.memberAssignment))
    consumer.on(consumer.events.FETCH, ({ payload: { nodeId } }) => {
      this.fetchedAt = performance.now()
      this.watch.polled(Date.now(), this.isIdle(nodeId))
    })
    // kafkajs joins again at once. A coordinator takes commits of the old generation until the new one is there, and reads
    // one connection's requests in order: what is settled is not done again, by us or by the partition's next member.
    consumer.on(consumer.events.REBALANCING, () => void this.commitQuietly())
    consumer.on(consumer.events.CRASH, ({ payload }) => this.onCrash(payload.error, payload.restart))
    return consumer
  }

  /** Whether no batch came since a broker's last fetch and none is worked on: of what a fetch brought kafkajs 2.2.4 says 0, always. */
  private isIdle(nodeId: number): boolean {
    const isIdle = this.working.size === 0 && this.begunAtFetch.get(nodeId) === this.begun
    this.begunAtFetch.set(nodeId, this.begun)
    return isIdle
  }

  private onJoin(assignment: Record<string, number[]>): void {
    this.supersede()
    this.commit = undefined
    this.watch.joined(assignment, Date.now())
    this.o.observer.joined?.()
    this.placing.joined(assignment)
  }

  private supersede(): void {
    for (const lease of this.leases) lease.supersede()
  }

  private onCrash(error: Error, restarts: boolean): void {
    this.commit = undefined
    this.o.log('error', `${this.o.stage}: the consumer crashed (${error.name})${restarts ? ' and restarts' : ''}`)
    if (restarts || this.closing.signal.aborted) return
    this.watch.crashed(error.name)
    this.o.onCrash(error)
  }

  /** While draining, new batches wait here for the end instead of coming again and again. */
  private async onBatch(payload: EachBatchPayload): Promise<void> {
    if (this.closing.signal.aborted) return this.closed.promise
    const closely = performance.now() - this.lastBatchAt < CLOSELY_MS
    await this.tracked(this.work(payload))
    await this.linger(payload.batch.messages.length, closely)
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

  /** Few messages soon after others: where they trickle in, they are let gather. While what one fetch brought is worked on they gather by themselves. */
  private async linger(messages: number, closely: boolean): Promise<void> {
    const left = this.o.lingerMs - (performance.now() - this.fetchedAt)
    if (left > 0 && messages < FEW && closely)
      await pause(left, undefined, { signal: this.closing.signal }).catch(() => undefined)
    this.lastBatchAt = performance.now()
  }

  private async work(payload: EachBatchPayload): Promise<void> {
    const log = await this.placing.logOf(payload)
    if (log === false) return
    const { topic, partition, highWatermark, messages } = payload.batch
    const lease = new Lease(payload, this.o.heartbeatMs)
    this.leases.add(lease)
    this.begun += 1
    this.commit = () => this.commitOf(payload)
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
      await this.commitWhenDue(lease)
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
      handle: (some) => this.handle(some, wanted),
      send: (events) => this.publish(events),
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

  /** Foreign messages are quarantined in their place; a quarantined one is handed on, marked. */
  private async handle(messages: Received[], signal: AbortSignal): Promise<readonly Outgoing[]> {
    const { ours, foreign } = (await this.provenance?.sort(messages)) ?? { ours: messages, foreign: [] }
    if (foreign.length === 0) return this.handleOurs(ours, signal)
    const { stage } = this.o
    const isQuarantined = foreign[0]?.message.topic === TOPICS.quarantined
    const handed = isQuarantined ? [...ours, ...foreign.map(({ message }) => message)] : ours
    const events = handed.length === 0 ? [] : await this.handleOurs(handed, signal)
    return isQuarantined
      ? events
      : [
          ...events,
          ...foreign.map(({ message, keyword }) =>
            quarantineOf(message, { code: 'foreign', keyword, stage, attempts: 1 }),
          ),
        ]
  }

  /** Messages of one topic, in a span; `signal` as the handler is told it. */
  private handleOurs(messages: Received[], signal: AbortSignal): Promise<readonly Outgoing[]> {
    const topic = messages[0]?.topic ?? ''
    const context: BatchContext = { topic, stage: this.o.stage, signal }
    const began = performance.now()
    return inBatchSpan(this.o.stage, messages, async () => {
      const handler = this.messageHandlers.get(topic) as MessageHandler
      const result: unknown = await handler(messages, context)
      const events = isObservable(result) ? await lastValueFrom(result, { defaultValue: undefined }) : result
      // A handler that ended early because it was told to has not done its work.
      signal.throwIfAborted()
      this.o.observer.handled?.(topic, messages.length, (performance.now() - began) / 1_000)
      return (events ?? []) as readonly Outgoing[]
    })
  }

  private async publish(events: readonly Outgoing[]): Promise<void> {
    await this.publisher.send(events)
    const quarantined = events.filter(({ topic }) => topic === TOPICS.quarantined)
    if (quarantined.length > 0)
      this.o.observer.quarantined?.(quarantined.map(({ headers }) => String(headers?.['quarantine-code'])))
  }

  private async commitWhenDue(lease: Lease): Promise<void> {
    const due = Date.now() - this.lastCommitAt >= this.o.commitIntervalMs
    if (!due && !lease.lost && !this.closing.signal.aborted) return
    await this.commitQuietly((error) => lease.lose(error))
  }

  /** A commit that fails costs a redelivery, no more; unless it says that the group has moved on. */
  private async commitQuietly(movedOn: (error: Error) => void = () => undefined): Promise<void> {
    this.lastCommitAt = Date.now()
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
    const topics = this.placing.named(uncommittedOffsets().topics)
    await commitOffsetsIfNecessary({ topics })
    for (const { topic, partitions } of topics)
      for (const { partition, offset } of partitions) this.watch.committed(topic, partition, offset, Date.now())
  }

  private async drain(): Promise<void> {
    this.closing.abort(new Error('closing'))
    clearInterval(this.commitTimer)
    this.placing.stop()
    await this.waitForWork()
    // Each step may hang where the brokers are away, or a handler never ends; the group finds out by the session timeout.
    await within(STEP_MS, this.commitQuietly())
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

/** What comes within this time of the last is a stream, not a message by itself. */
const CLOSELY_MS = 15

/** How long a step of closing may take after the drain. */
const STEP_MS = 5_000

/** Whether something ended in time, well or badly. */
async function within(ms: number, work: Promise<unknown> | undefined): Promise<boolean> {
  const clock = new AbortController()
  const late = pause(ms, false, { signal: clock.signal }).catch(() => false)
  const ended = Promise.allSettled([work]).then(() => true)
  return Promise.race([ended, late]).finally(() => clock.abort())
}
