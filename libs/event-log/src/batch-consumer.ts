import { TOPICS } from '@claims-audit/contracts'
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices'
import type { Consumer, EachBatchPayload } from 'kafkajs'
import { setTimeout as pause } from 'node:timers/promises'
import { isObservable, lastValueFrom } from 'rxjs'
import { LETS_ERRORS_THROUGH, type BatchContext } from './batch-handler.js'
import { inBatchSpan } from './batch-span.js'
import type { ConsumerObserver, PartitionProgress } from './consumer-observer.js'
import { chunksOf, FEW, isSmall } from './chunks.js'
import { openKafka, type Cluster, type Log } from './client.js'
import { received, type Outgoing, type Received } from './event.js'
import { Gathering } from './gathering.js'
import { groupMovedOn, Lease } from './lease.js'
import { logRange } from './offsets.js'
import { LogPositions } from './log-positions.js'
import { onOtherTopic } from './topic-ids.js'
import { onOutOfRange, type OutOfRange } from './out-of-range.js'
import { EventProducer, type Publisher } from './producer.js'
import { ProgressWatch, type Progress, type ProgressCheck } from './progress.js'
import { Provenance, type ProvenanceOptions } from './provenance.js'
import { lostEvents, quarantineOf } from './quarantine.js'
import { settle, type Retry } from './settle.js'
import { signingKey } from './signature.js'
import { waitFor } from './wait-for.js'

export interface BatchConsumerOptions {
  cluster: Cluster
  groupId: string
  clientId: string
  /** The stage's name in quarantines and, as `/claims-audit/{stage}`, the `ce_source` of what it sends. */
  stage: string
  /** Where results go. By default a producer of its own, which is connected and disconnected with it. */
  publisher?: Publisher
  /** Partitions worked on at the same time. Default 4. */
  partitionsConcurrently?: number
  /** Messages in one call of a handler, at most. Default 500. */
  maxBatch?: number
  /** Bytes of values in one call of a handler, at most; a message that is larger goes alone. Default 4 MiB. */
  maxBatchBytes?: number
  /**
   * After a fetch of a few messages that followed closely on another, the next one waits until so long after it: some hundred messages a second would
   * make batches of single ones. A message that comes by itself waits for nothing. Default 8.
   */
  lingerMs?: number
  /** Default 1 MB. */
  maxBytesPerPartition?: number
  /** A fetch waits for this many bytes, but no longer than maxWaitTimeMs. Default 1. */
  minBytes?: number
  /** Default 250. Stopping takes up to this long. */
  maxWaitTimeMs?: number
  /** Default 3 attempts, from 100 ms to 10 s apart. */
  retry?: Partial<Retry>
  /** Default 3,000. */
  heartbeatMs?: number
  /** Default 10,000: so long the partitions of a member that died wait for the next one. The lease's heartbeats need no more. */
  sessionTimeoutMs?: number
  /** How long the group waits for its members to come back at a rebalance. Default 60,000. */
  rebalanceTimeoutMs?: number
  /** Where a group without an offset starts. Default true. */
  fromBeginning?: boolean
  /** Offsets are committed about this often, since redelivery is harmless, and always when draining. Default 1,000. */
  commitIntervalMs?: number
  /** How long close() waits for the batches under way. Default 20,000. */
  drainMs?: number
  /** How soon partitions that are added to a topic are read. Default 30,000; kafkajs' own is five minutes. */
  metadataMaxAgeMs?: number
  /** How often it looks whether a topic has become another log. Default 10,000. */
  logCheckMs?: number
  /** How messages of the stages' own topics are told from foreign ones; without it all are believed. */
  provenance?: Pick<ProvenanceOptions, 'agrees'>
  /** The installation's key, for what it sends and what it believes. */
  signingKey?: string | undefined
  log?: Log
  /** Hears what it does: for metrics. */
  observer?: ConsumerObserver
  /** The consumer has stopped for good. By default the error goes uncaught, so that the process ends with a failure. */
  onCrash?: (error: Error) => void
}

type Settings = Required<Omit<BatchConsumerOptions, 'publisher' | 'retry' | 'provenance' | 'signingKey'>> & { retry: Retry }

const DEFAULTS = {
  partitionsConcurrently: 4,
  maxBatch: 500,
  maxBatchBytes: 4 << 20,
  lingerMs: 8,
  maxBytesPerPartition: 1 << 20,
  minBytes: 1,
  maxWaitTimeMs: 250,
  heartbeatMs: 3_000,
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 60_000,
  fromBeginning: true,
  commitIntervalMs: 1_000,
  drainMs: 20_000,
  metadataMaxAgeMs: 30_000,
  logCheckMs: 10_000,
  log: () => undefined,
  observer: {},
  onCrash: (error: Error) => {
    setImmediate(() => {
      throw error
    })
  },
}

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
  private readonly positions: LogPositions
  private readonly provenance: Provenance | undefined
  /** Resolves when it is known where reading goes on after the latest join. */
  private placed: Promise<void> = Promise.resolve()
  private logTimer: NodeJS.Timeout | undefined
  private unhear: () => void = () => undefined
  /** By the clock that nobody sets. */
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
  private assignment: Record<string, number[]> = {}
  private stopping: Promise<void> | undefined

  constructor(options: BatchConsumerOptions) {
    super()
    const { publisher, retry, provenance, signingKey: secret, ...rest } = options
    this.o = { ...DEFAULTS, ...rest, retry: { attempts: 3, initialMs: 100, maxMs: 10_000, ...retry } }
    const { cluster, clientId, groupId, stage, log } = this.o
    this.own = publisher ? undefined : new EventProducer({ cluster, clientId, source: `/claims-audit/${stage}`, signingKey: secret, log })
    this.positions = new LogPositions({ cluster, groupId, log })
    this.provenance = provenance && new Provenance({ ...provenance, cluster, key: secret === undefined ? undefined : signingKey(secret), log })
    this.publisher = publisher ?? (this.own as EventProducer)
    this.gathering = new Gathering({ handle: (messages, signal) => this.handle(messages, signal), send: (events) => this.publish(events) })
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
    await waitFor(`Kafka and ${topics.join(', ')}`, () => Promise.all(topics.map((topic) => logRange(this.o.cluster, topic))), { log: this.o.log, signal: this.closing.signal })
    await this.own?.connect()
    this.watch.started(Date.now())
    this.consumer = this.openConsumer()
    const heard = [onOutOfRange(this.o.groupId, (what) => void this.tracked(this.onOutOfRange(what))), ...topics.map((topic) => onOtherTopic(topic, () => this.onOtherLog(topic)))]
    this.unhear = () => heard.forEach((unhear) => unhear())
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
    this.logTimer = setInterval(() => void this.checkLogs(), this.o.logCheckMs)
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
    for (const lease of this.leases) lease.supersede()
    this.commit = undefined
    this.watch.joined(assignment, Date.now())
    this.o.observer.joined?.()
    this.assignment = assignment
    this.placed = this.place(assignment)
  }

  /** Batches wait for this: what was fetched at another log's offsets is stale once it is known, and comes again. */
  private async place(assignment: Record<string, number[]>): Promise<void> {
    const isCurrent = (): boolean => this.assignment === assignment && !this.closing.signal.aborted
    while (isCurrent()) {
      try {
        const placement = await this.positions.look(assignment)
        if (!isCurrent()) return
        this.positions.adopt(placement, (seek) => {
          this.o.log('error', `${this.o.stage}: ${seek.topic}[${seek.partition}] is another log than the group’s offsets are of: reading from ${seek.offset}`)
          this.consumer?.seek(seek)
        })
        return
      } catch (error) {
        this.o.log('warn', `${this.o.stage}: where to read on is not known yet (${(error as Error).name})`)
        await pause(AGAIN_MS, undefined, { signal: this.closing.signal }).catch(() => undefined)
      }
    }
  }

  /** Parks what the log dropped before it was read. Tried again until it is written: the group has gone on already. */
  private async onOutOfRange({ topic, partition, offset }: OutOfRange): Promise<void> {
    if (this.assignment[topic]?.includes(partition) !== true) return
    this.positions.forgetSeek(topic, partition)
    while (!this.closing.signal.aborted) {
      try {
        const low = (await logRange(this.o.cluster, topic)).find((range) => range.partition === partition)?.low ?? '0'
        // Beyond the log's end there is nothing to lose: the topic was made again.
        if (BigInt(offset) >= BigInt(low)) return
        const last = String(BigInt(low) - 1n)
        this.o.observer.outOfRange?.(topic)
        this.o.log('error', `${this.o.stage}: offsets ${offset} to ${last} of ${topic}[${partition}] expired before they were read`)
        return await this.publisher.send([lostEvents({ topic, partition, first: offset, last, log: this.positions.nameOf(topic) }, this.o.stage)])
      } catch (error) {
        this.o.log('warn', `${this.o.stage}: expired offsets are not parked yet (${(error as Error).name})`)
        await pause(AGAIN_MS, undefined, { signal: this.closing.signal }).catch(() => undefined)
      }
    }
  }

  private async checkLogs(): Promise<void> {
    const { assignment } = this
    const changed = await this.positions.changed().catch(() => [])
    if (this.assignment === assignment) for (const topic of changed) this.onOtherLog(topic)
  }

  /** Before anything is fetched of it: what is under way is of the old log, and its offsets mean nothing any more. */
  private onOtherLog(topic: string): void {
    this.o.log('error', `${this.o.stage}: ${topic} was deleted and made again`)
    for (const lease of this.leases) lease.supersede()
    this.placed = this.place(this.assignment)
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
    if (left > 0 && messages < FEW && closely) await pause(left, undefined, { signal: this.closing.signal }).catch(() => undefined)
    this.lastBatchAt = performance.now()
  }

  private async work(payload: EachBatchPayload): Promise<void> {
    await this.placed
    const { topic, partition, highWatermark, messages } = payload.batch
    // Not in kafkajs' types: the offset that was asked for.
    const { fetchedOffset } = payload.batch as { fetchedOffset?: unknown }
    if (payload.isStale() || !this.positions.isFetchedAt(topic, partition, String(fetchedOffset))) return
    const log = this.positions.nameOf(topic)
    const lease = new Lease(payload, this.o.heartbeatMs)
    this.leases.add(lease)
    this.begun += 1
    this.commit = () => this.commitOf(payload)
    this.watch.fetched(topic, partition, messages[0]?.offset ?? '0', highWatermark, this.submittedAt(payload))
    try {
      for (const chunk of chunksOf(messages, this.o)) {
        if (!lease.holds() || this.closing.signal.aborted) break
        await this.settle(chunk.map((message) => received(topic, partition, message, log)), payload, lease)
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

  /** Foreign messages are parked in their place; a parked one is handed on, marked. */
  private async handle(messages: Received[], signal: AbortSignal): Promise<readonly Outgoing[]> {
    const { ours, foreign } = (await this.provenance?.sort(messages)) ?? { ours: messages, foreign: [] }
    if (foreign.length === 0) return this.handleOurs(ours, signal)
    const { stage } = this.o
    const isParked = foreign[0]?.message.topic === TOPICS.quarantined
    const handed = isParked ? [...ours, ...foreign.map(({ message }) => message)] : ours
    const events = handed.length === 0 ? [] : await this.handleOurs(handed, signal)
    return isParked ? events : [...events, ...foreign.map(({ message, keyword }) => quarantineOf(message, { code: 'foreign', keyword, stage, attempts: 1 }))]
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
    const parked = events.filter(({ topic }) => topic === TOPICS.quarantined)
    if (parked.length > 0) this.o.observer.quarantined?.(parked.map(({ headers }) => String(headers?.['quarantine-code'])))
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
    const topics = this.positions.named(uncommittedOffsets().topics)
    await commitOffsetsIfNecessary({ topics })
    for (const { topic, partitions } of topics)
      for (const { partition, offset } of partitions) this.watch.committed(topic, partition, offset, Date.now())
  }

  private async drain(): Promise<void> {
    this.closing.abort(new Error('closing'))
    clearInterval(this.commitTimer)
    clearInterval(this.logTimer)
    this.unhear()
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
    this.o.log('error', `${this.o.stage}: ${this.working.size} batches did not end within ${this.o.drainMs} ms; they will come again`)
    this.abandoning.abort(new Error('drain took too long'))
  }
}

/** What comes within this time of the last is a stream, not a message by itself. */
const CLOSELY_MS = 15

/** How long it waits before it tries again what a broker did not answer. */
const AGAIN_MS = 1_000

/** How long a step of closing may take after the drain. */
const STEP_MS = 5_000

/** Whether something ended in time, well or badly. */
async function within(ms: number, work: Promise<unknown> | undefined): Promise<boolean> {
  const clock = new AbortController()
  const late = pause(ms, false, { signal: clock.signal }).catch(() => false)
  const ended = Promise.allSettled([work]).then(() => true)
  return Promise.race([ended, late]).finally(() => clock.abort())
}
