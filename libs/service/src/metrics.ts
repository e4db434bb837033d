import type { BatchConsumer, ConsumerObserver, Received } from '@claims-audit/event-log'
import { setTimeout as pause } from 'node:timers/promises'
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { failureOf, reasonOf } from './metric-labels.js'

const PREFIX = 'claims_audit_'

/** From a batch in memory to one that waits for a broken database; and an event from at once to days old. */
const HANDLER_SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60]
const AGE_SECONDS = [0.01, 0.05, 0.2, 1, 5, 30, 300, 3_600, 86_400]

/**
 * What a service tells Prometheus. Every label comes from a closed list: topics, partitions, reasons, outcomes, the
 * rules that are loaded. Nothing names a claim, a tenant or a patient. Counted by the batch where it can be.
 */
export class Metrics {
  readonly registry = new Registry()

  constructor(service: string) {
    this.registry.setDefaultLabels({ service })
    collectDefaultMetrics({ register: this.registry })
  }

  /** For an app's own; names begin with claims_audit_. */
  counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return new Counter({ name: PREFIX + name, help, labelNames, registers: [this.registry] })
  }

  /** `collect` is called at each scrape. A gauge whose collect fails, or takes too long, is left out of it. */
  gauge<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    collect: (gauge: Gauge<L>) => void | Promise<void>,
  ): void {
    new Gauge({
      name: PREFIX + name,
      help,
      labelNames,
      registers: [this.registry],
      async collect() {
        const gauge = this as unknown as Gauge<L>
        await soon(Promise.resolve(gauge).then(collect)).catch(() =>
          labelNames.length === 0 ? gauge.remove() : gauge.reset(),
        )
      },
    })
  }

  /** What a stage's consumer does, from here on. */
  observer(): ConsumerObserver {
    const counts = this.consumerCounts()
    return {
      handled: (topic, _, seconds) => {
        counts.batches.inc({ topic })
        counts.handler.observe({ topic }, seconds)
      },
      settled: (topic, messages) => {
        counts.messages.inc({ topic }, messages.length)
        observeAges(counts.age.labels({ topic }), messages)
      },
      quarantined: (codes) => codes.forEach((code) => counts.quarantined.inc({ reason: reasonOf(code) })),
      waits: (kind) => counts.waits.inc({ reason: failureOf(kind) }),
      failed: (kind) => counts.failures.inc({ reason: failureOf(kind) }),
      joined: () => counts.joins.inc(),
      outOfRange: (topic) => counts.outOfRange.inc({ topic }),
    }
  }

  /** Where the consumer is in each partition, asked at each scrape. */
  watchConsumer(consumer: BatchConsumer | undefined): void {
    if (consumer === undefined) return
    this.gauge('lag', 'Messages of a partition that are not committed', ['topic', 'partition'], (gauge) => {
      gauge.reset()
      for (const { topic, partition, lag } of consumer.partitions()) gauge.set({ topic, partition }, lag)
    })
    this.gauge(
      'oldest_seconds',
      'Age of the first event that is not committed; 0 without lag',
      ['topic', 'partition'],
      (gauge) => {
        gauge.reset()
        for (const { topic, partition, oldestAt } of consumer.partitions()) {
          gauge.set({ topic, partition }, oldestAt === undefined ? 0 : ageOf(oldestAt))
        }
      },
    )
  }

  private consumerCounts() {
    const registers = [this.registry]
    const histogram = (name: string, help: string, buckets: number[]) =>
      new Histogram({ name: PREFIX + name, help, labelNames: ['topic'] as const, buckets, registers })
    return {
      batches: this.counter('batches_total', 'Batches handled', ['topic']),
      messages: this.counter('messages_total', 'Messages done for good', ['topic']),
      quarantined: this.counter('quarantined_total', 'Messages quarantined by this stage', ['reason']),
      waits: this.counter('waits_total', 'Attempts that met a failure that will pass', ['reason']),
      failures: this.counter('failures_total', 'Attempts that failed and are made once more, or end in quarantine', [
        'reason',
      ]),
      joins: this.counter('group_joins_total', 'Times the consumer group was joined: the start and every rebalance'),
      outOfRange: this.counter('out_of_range_total', 'Times that the offset to read next had expired', ['topic']),
      handler: histogram('handler_seconds', 'Time of a batch in its handler', HANDLER_SECONDS),
      age: histogram('event_age_seconds', 'Age of an event when this stage was done with it', AGE_SECONDS),
    }
  }
}

/** A database that does not answer must not hold up the scrape (Prometheus gives it ten seconds by default). */
const COLLECT_MS = 2_000

async function soon(work: Promise<void>): Promise<void> {
  const late = new AbortController()
  const limit = pause(COLLECT_MS, undefined, { signal: late.signal }).then(() => Promise.reject(new Error('too late')))
  await Promise.race([work, limit]).finally(() => {
    late.abort()
    limit.catch(() => undefined)
  })
}

const ageOf = (submittedAt: number): number => Math.max(0, (Date.now() - submittedAt) / 1_000)

function observeAges(age: Histogram.Internal<'topic'>, messages: readonly Received[]): void {
  for (const { origin } of messages) age.observe(ageOf(Number(origin.timestamp)))
}
