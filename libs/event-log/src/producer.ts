import { context, isSpanContextValid, propagation, trace } from '@opentelemetry/api'
import { CompressionTypes, Partitioners, type Message, type Producer } from 'kafkajs'
import { openKafka, type Cluster, type Log } from './client.js'
import { asMessage, type Outgoing } from './event.js'
import { bytesOf, splitByBytes } from './split-by-bytes.js'
import { Transient } from './transient.js'

/** What can publish events. */
export interface Publisher {
  /** Resolves once all replicas have them. Rejects with what may have been written in part: then send all again. */
  send(events: readonly Outgoing[]): Promise<void>
}

export interface EventProducerOptions {
  cluster: Cluster
  clientId: string
  /** `ce_source` of what is sent, e.g. `/claims-audit/drg`. */
  source: string
  /** The most bytes in one request, before compression; a single event that is larger goes alone. Default 1,000,000. */
  maxRequestBytes?: number
  compression?: 'none' | 'gzip'
  log?: Log
}

/** The broker has lost track of our sequence numbers, or we of its. */
const SEQUENCE_LOST = new Set(['OUT_OF_ORDER_SEQUENCE_NUMBER', 'DUPLICATE_SEQUENCE_NUMBER', 'UNKNOWN_PRODUCER_ID', 'INVALID_PRODUCER_EPOCH'])

/**
 * Publishes in order, acknowledged by all replicas, without duplicates while the connection to a broker holds.
 *
 * One request is under way at a time, and after one that failed for good the next goes out under a new producer id.
 * kafkajs rolls back its sequence numbers when a request fails though the broker may have written it; another request
 * that then takes the same numbers is acknowledged as a duplicate and lost without a word (tulios/kafkajs #1005, #598).
 */
export class EventProducer implements Publisher {
  private readonly options: Required<Omit<EventProducerOptions, 'compression'>> & { compression: CompressionTypes }
  private current: Promise<Producer> | undefined
  private queue: Promise<void> = Promise.resolve()

  constructor(o: EventProducerOptions) {
    const compression = o.compression === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None
    this.options = { maxRequestBytes: 1_000_000, log: () => undefined, ...o, compression }
  }

  async connect(): Promise<void> {
    await this.connected()
  }

  /** Waits for what is being sent. */
  async disconnect(): Promise<void> {
    await this.queue
    const producer = await this.current?.catch(() => undefined)
    this.current = undefined
    await producer?.disconnect()
  }

  send(events: readonly Outgoing[]): Promise<void> {
    if (events.length === 0) return Promise.resolve()
    const traceparent = activeTraceparent()
    const sending = this.queue.then(() => this.sendNow(events, traceparent))
    this.queue = sending.catch(() => undefined)
    return sending
  }

  private async sendNow(events: readonly Outgoing[], traceparent: string | undefined): Promise<void> {
    const { source, maxRequestBytes, compression } = this.options
    const now = new Date().toISOString()
    const messages = events.map((event) => ({
      topic: event.topic,
      message: asMessage(traceparent === undefined ? event : { traceparent, ...event }, source, now),
    }))
    try {
      for (const run of splitByBytes(messages, maxRequestBytes, ({ message }) => bytesOf(message))) {
        const producer = await this.connected()
        await producer.sendBatch({ acks: -1, compression, topicMessages: byTopic(run) })
      }
    } catch (error) {
      this.startAnew()
      const { type } = error as { type?: string }
      if (type && SEQUENCE_LOST.has(type)) throw new Transient(`The broker lost the producer's sequence (${type})`, { cause: error })
      throw error
    }
  }

  private connected(): Promise<Producer> {
    this.current ??= this.open().catch((error) => {
      this.current = undefined
      throw error
    })
    return this.current
  }

  private async open(): Promise<Producer> {
    const { cluster, clientId, log } = this.options
    const producer = openKafka(cluster, clientId, log).producer({
      idempotent: true,
      // murmur2 of the key, as Java's clients do it: one key, one partition, whoever sends.
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000 },
    })
    await producer.connect()
    return producer
  }

  private startAnew(): void {
    const failed = this.current
    this.current = undefined
    failed?.then((producer) => producer.disconnect()).catch((error) => {
      this.options.log('warn', `the producer that failed did not disconnect: ${(error as Error).message}`)
    })
  }
}

function byTopic(run: { topic: string; message: Message }[]): { topic: string; messages: Message[] }[] {
  const topics = new Map<string, Message[]>()
  for (const { topic, message } of run) {
    const messages = topics.get(topic)
    if (messages) messages.push(message)
    else topics.set(topic, [message])
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }))
}

/** For events that carry no trace of their own: that of the work they come from. */
function activeTraceparent(): string | undefined {
  const active = trace.getSpanContext(context.active())
  if (!active || !isSpanContextValid(active)) return undefined
  const carrier: Record<string, string> = {}
  propagation.inject(context.active(), carrier)
  return carrier['traceparent']
}
