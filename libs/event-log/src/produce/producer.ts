import type { KeyObject } from 'node:crypto'
import { context, isSpanContextValid, propagation, trace } from '@opentelemetry/api'
import type { Message, Producer, ProducerBatch } from 'kafkajs'
import { setTimeout as pause } from 'node:timers/promises'
import { openKafka, type Cluster, type Log } from '../connect/client.js'
import { asMessage, type Outgoing } from '../event/event.js'
import { byKey } from './partitioner.js'
import { INTERNAL_TOPICS, SIGNATURE, signatureOf, signingKey } from './signature.js'
import { bytesOf, splitByBytes } from './split-by-bytes.js'
import { isTransient } from '../connect/transient.js'

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
  /** The most bytes in one request; a single event that is larger goes alone. Default 1,000,000. */
  maxRequestBytes?: number
  /** The installation's key: what goes to a topic that only the stages write is signed with it. */
  signingKey?: string | undefined
  log?: Log
}

/** A leader is replaced within a second or two; who needs more patience has its own. */
const ATTEMPTS = 6
const FIRST_PAUSE_MS = 100

/**
 * Publishes in order, acknowledged by all replicas. One request is under way at a time, and what failed goes out again
 * whole, by a new client; so an event may come twice, and never not at all.
 *
 * kafkajs itself tries nothing again. Where the leader of a partition is gone, its own next attempt leaves out every
 * broker that has answered before: if the new leader is one of them, the partition's events are acknowledged and were
 * never sent (tulios/kafkajs #1303, #1798; our fault suite lost 243 of 3,174 that way). Its idempotent producer insists
 * on such attempts, and would win us nothing: it rolls back its sequence numbers when a request fails that the broker
 * may have written, and the next request to take them is lost as a duplicate (#1005, #598).
 */
export class EventProducer implements Publisher {
  private readonly options: Required<Omit<EventProducerOptions, 'signingKey'>>
  private readonly key: KeyObject | undefined
  private current: Promise<Producer> | undefined
  private queue: Promise<void> = Promise.resolve()

  constructor({ signingKey: secret, ...o }: EventProducerOptions) {
    this.options = { maxRequestBytes: 1_000_000, log: () => undefined, ...o }
    this.key = secret === undefined ? undefined : signingKey(secret)
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
    const { source, maxRequestBytes } = this.options
    const now = new Date().toISOString()
    const messages = events.map((event) => ({
      topic: event.topic,
      message: this.signed(
        event.topic,
        asMessage(traceparent === undefined ? event : { traceparent, ...event }, source, now),
      ),
    }))
    for (const run of splitByBytes(messages, maxRequestBytes, ({ message }) => bytesOf(message))) {
      await this.sendRun({ acks: -1, topicMessages: byTopic(run) })
    }
  }

  /** The message, with its signature among its headers where it needs one. */
  private signed(topic: string, message: Message): Message {
    if (this.key === undefined || !INTERNAL_TOPICS.has(topic)) return message
    const headers = (message.headers ??= {})
    headers[SIGNATURE] = signatureOf({ topic, value: message.value as Buffer | null, headers }, this.key)
    return message
  }

  private async sendRun(batch: ProducerBatch): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const producer = await this.connected()
      try {
        await producer.sendBatch(batch)
        return
      } catch (error) {
        this.startAnew()
        if (attempt === ATTEMPTS || !isTransient(error)) throw error
        await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1))
      }
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
      createPartitioner: byKey,
      allowAutoTopicCreation: false,
      retry: { retries: 0 },
    })
    await producer.connect()
    return producer
  }

  private startAnew(): void {
    const failed = this.current
    this.current = undefined
    failed
      ?.then((producer) => producer.disconnect())
      .catch((error) => {
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
