import { ENTRY_TOPICS, TOPICS, storable } from '@claims-audit/contracts'
import type { IHeaders, KafkaMessage, Message } from 'kafkajs'
import { hash } from 'node:crypto'
import { eventId } from './event-id.js'
import type { Origin } from './origin.js'
import { unreadableIn, type UnreadableBatch } from './unreadable-batch.js'

/** An event as it came. */
export interface Received {
  topic: string
  partition: number
  /** Decimal. */
  offset: string
  /** Milliseconds since 1970, decimal. */
  timestamp: string
  key: Buffer | null
  value: Buffer | null
  /** Where a name came twice, the last one. */
  headers: Record<string, Buffer | string | undefined>
  /** From its headers, or its own position where it has none. */
  origin: Origin
  /** On a topic that only the stages write, and not theirs: its origin is its own position. */
  foreign?: true
  /**
   * Where this is no event, but stands for a batch that could not be read: `offset` is the batch's last, the origin its
   * first.
   */
  unreadable?: UnreadableBatch
}

/** An event to publish: CloudEvents 1.0 in Kafka's binary mode. */
export interface Outgoing {
  topic: string
  /** Never PHI. Decides the partition. */
  key: Buffer | string | null
  /** `ce_type`, e.g. `claims.audited.v1`. */
  type: string
  /** `ce_id`. */
  id: string
  value: Buffer | string | null
  origin?: Origin
  traceparent?: string
  /** Added last, so they win over those made from the fields above. */
  headers?: Record<string, Buffer | string>
  /** `ce_time`, ISO 8601; by default when it is sent. */
  time?: string
}

/** Where claims enter: an origin header there was set by a stranger, and is not believed. */
const ENTRY_TOPIC: string = TOPICS.submitted

/** Reads the envelope of a message at its position; `log` names the log it was read from, where the reader knows. */
export function received(topic: string, partition: number, message: KafkaMessage, log?: string): Received {
  const { offset, timestamp, key, value } = message
  const unreadable = unreadableIn(message)
  if (unreadable !== undefined) {
    const origin = { topic, partition, offset: unreadable.firstOffset, timestamp, ...(log !== undefined && { log }) }
    return { topic, partition, offset, timestamp, key, value, headers: {}, origin, unreadable }
  }
  const headers = (message.headers ?? {}) as Received['headers']
  const own: Origin = { topic, partition, offset, timestamp, ...(log !== undefined && { log }) }
  const origin = ENTRY_TOPICS.has(topic) ? own : (originIn(headers) ?? own)
  return { topic, partition, offset, timestamp, key, value, headers, origin }
}

/** The event for the next stage: the same origin and trace, and an id that is the same at every attempt. */
export function forward(
  from: Received,
  to: { topic: string; key: string; type: string; value: Buffer | string; part?: string },
): Outgoing {
  const { part, ...rest } = to
  const traceparent = traceparentIn(from.headers)
  return {
    ...rest,
    id: eventId(to.type, from.origin, part),
    origin: identified(from),
    ...(traceparent === undefined ? {} : { traceparent }),
  }
}

/** A message's origin with its digest, which the first stage computes and the others carry on. */
export function identified(from: Received): Origin {
  const { origin, topic, value } = from
  return topic === ENTRY_TOPIC && origin.digest === undefined ? { ...origin, digest: digestOf(value) } : origin
}

export const digestOf = (value: Uint8Array | null): string => hash('sha256', value ?? '', 'base64url')

/** The message that carries an event. `source` is its `ce_source`, `now` its `ce_time` unless it has one. */
export function asMessage(event: Outgoing, source: string, now: string): Message {
  const { origin, traceparent } = event
  const headers: IHeaders = {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_source: source,
    ce_type: event.type,
    ce_time: event.time ?? now,
    'content-type': 'application/json',
  }
  if (typeof event.key === 'string') headers['ce_subject'] = event.key
  if (traceparent !== undefined) headers['traceparent'] = traceparent
  if (origin) Object.assign(headers, originHeaders(origin))
  // As bytes, for its length is asked for more than once on its way.
  return {
    key: event.key,
    value: typeof event.value === 'string' ? Buffer.from(event.value) : event.value,
    headers: Object.assign(headers, event.headers),
  }
}

/** An origin as headers. */
export function originHeaders(origin: Origin): Record<string, string> {
  return {
    'origin-topic': origin.topic,
    'origin-partition': String(origin.partition),
    'origin-offset': origin.offset,
    'origin-timestamp': origin.timestamp,
    ...(origin.log !== undefined && { 'origin-log': origin.log }),
    ...(origin.digest !== undefined && { 'origin-digest': origin.digest }),
  }
}

function originIn(headers: Received['headers']): Origin | undefined {
  const position = positionIn(headers, 'origin')
  const timestamp = text(headers['origin-timestamp'])
  // A client may write one before 1970, and -1 for none.
  if (position === undefined || timestamp === undefined || !isDecimal(timestamp.replace(/^-/, ''), INT64))
    return undefined
  // Positions in any other topic are a stage's own word for where something was quarantined.
  if (position.topic !== ENTRY_TOPIC) return { ...position, timestamp }
  const [log, digest] = [wordIn(headers, 'origin-log'), wordIn(headers, 'origin-digest')]
  return { ...position, timestamp, ...(log !== undefined && { log }), ...(digest !== undefined && { digest }) }
}

function wordIn(headers: Received['headers'], name: string): string | undefined {
  const word = text(headers[name])
  return word !== undefined && WORD.test(word) ? word : undefined
}

/** A log's name, or a digest. */
const WORD = /^[\w.-]{1,120}$/

/**
 * A place in a log as headers name it: `origin-topic`, `origin-partition`, `origin-offset`. Undefined unless all three
 * could be one.
 */
export function positionIn(headers: Received['headers'], prefix: string): Omit<Origin, 'timestamp'> | undefined {
  const topic = text(headers[`${prefix}-topic`])
  const partition = text(headers[`${prefix}-partition`])
  const offset = text(headers[`${prefix}-offset`])
  if (!topic || !TOPIC_NAME.test(topic) || !isDecimal(partition, INT32) || !isDecimal(offset, INT64)) return undefined
  return { topic, partition: Number(partition), offset }
}

/** As Kafka has them. */
const TOPIC_NAME = /^[\w.-]{1,249}$/
const INT32 = '2147483647'
const INT64 = '9223372036854775807'
const DECIMAL = /^\d{1,19}$/

/** Of two numbers with as many digits the greater one sorts later; the BigInt is for zeros in front. */
function isDecimal(text: string | undefined, greatest: string): text is string {
  if (text === undefined || !DECIMAL.test(text)) return false
  return (
    text.length < greatest.length ||
    (text.length === greatest.length ? text <= greatest : BigInt(text) <= BigInt(greatest))
  )
}

/**
 * Headers as text that any store can hold: NUL and lone surrogates, in names too, become U+FFFD. Those whose name
 * begins with `without` are left out.
 */
export function storableHeaders(headers: Received['headers'], without?: string): Record<string, string> {
  // Without a prototype, so that a header may have any name.
  const kept = Object.create(null) as Record<string, string>
  for (const name in headers) {
    const held = headers[name]
    if (held === undefined || (without !== undefined && name.startsWith(without))) continue
    kept[storable(name)] = storable(String(held))
  }
  return kept
}

/** Headers that upstream set for itself: the envelope and the place in the log are each event's own. */
export function foreignHeaders(headers: Received['headers']): Record<string, Buffer | string> {
  const kept: Record<string, Buffer | string> = {}
  for (const [name, held] of Object.entries(headers)) if (held !== undefined && !ENVELOPE.test(name)) kept[name] = held
  return kept
}

const ENVELOPE = /^(?:ce_|origin-|quarantine-|signature$|content-type$|traceparent$)/

/** W3C Trace Context, section 3.2: what else stands in that header is not a trace, and goes no further. */
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

export function traceparentIn(
  headers: Readonly<Record<string, Buffer | string | string[] | undefined>>,
): string | undefined {
  const traceparent = String(headers['traceparent'] ?? '')
  return TRACEPARENT.test(traceparent) ? traceparent : undefined
}

/** What an event says of itself, where it does: its type, and when it was sent. */
export const envelopeIn = (headers: Received['headers']): { type: string | undefined; time: string | undefined } => ({
  type: text(headers['ce_type']),
  time: text(headers['ce_time']),
})

/** A header's text. */
export function text(header: Buffer | string | undefined): string | undefined {
  return header === undefined ? undefined : header.toString()
}
