import { TOPICS, typeOf } from '@claims-audit/contracts'
import { eventId } from '../event/event-id.js'
import { identified, originHeaders, text, type Outgoing, type Received } from '../event/event.js'

const TOPIC = TOPICS.quarantined
const TYPE = typeOf(TOPIC)

/** Why an event is quarantined. Names and pointers only: nothing here may hold a value of the claim. */
export interface Refusal {
  /** What is wrong, e.g. `schema`, `version-conflict`, `stage-failure`. */
  code: string
  /** JSON pointer to the field. */
  pointer?: string | null
  /** The schema keyword or check that failed. */
  keyword?: string | null
}

/** Thrown by a handler: this event will never pass, so it is quarantined at once. */
export class Rejected extends Error implements Refusal {
  override name = 'Rejected'
  readonly code: string
  readonly pointer: string | null
  readonly keyword: string | null

  constructor({ code, pointer = null, keyword = null }: Refusal) {
    super([code, pointer, keyword].filter(Boolean).join(' '))
    this.code = code
    this.pointer = pointer
    this.keyword = keyword
  }
}

/**
 * Quarantines an event: key, bytes and headers as they came, and headers that say why, where, by whom and after how
 * many attempts. `at` is when, ISO 8601; by default now. Of a batch that could not be read, the bytes are the whole
 * batch's.
 */
export function quarantineOf(
  from: Received,
  why: Refusal & { stage: string; attempts: number; at?: string },
): Outgoing {
  const reason: Record<string, string> = {
    'quarantine-code': why.code,
    ...(typeof why.pointer === 'string' && { 'quarantine-pointer': why.pointer }),
    ...(typeof why.keyword === 'string' && { 'quarantine-keyword': why.keyword }),
    'quarantine-stage': why.stage,
    'quarantine-attempts': String(why.attempts),
    'quarantine-failed-topic': from.topic,
    'quarantine-failed-partition': String(from.partition),
    'quarantine-failed-offset': from.unreadable?.firstOffset ?? from.offset,
    ...(from.unreadable && { 'quarantine-last-offset': from.unreadable.lastOffset }),
    'quarantine-at': why.at ?? new Date().toISOString(),
  }
  const { value, headers } = quarantined(from)
  const origin = identified(from)
  return {
    topic: TOPIC,
    key: from.key,
    value,
    type: text(from.headers['ce_type']) ?? TYPE,
    id: text(from.headers['ce_id']) ?? eventId(TYPE, from.origin),
    origin,
    headers: { ...headers, ...originHeaders(origin), ...reason },
  }
}

/** What is quarantined of an event, at most: the topic takes a little more. */
const QUARANTINED_BYTES = 8 << 20
const QUARANTINED_HEADER_BYTES = 256 << 10

/**
 * The event as it came, as far as the topic takes it. A broker's limit counts compressed bytes, so a small batch may
 * hold an event of any size; one that could not be quarantined would block its partition for good. Of such a one the
 * beginning is kept, and a header says how long it was.
 */
function quarantined({ unreadable, headers, ...from }: Received): {
  value: Buffer | null
  headers: Record<string, Buffer | string>
} {
  const value = unreadable?.bytes ?? from.value
  const kept = notOurs(headers)
  const small =
    Object.entries(kept).reduce((sum, [name, held]) => sum + name.length + held.length, 0) <= QUARANTINED_HEADER_BYTES
  if (value === null || value.length <= QUARANTINED_BYTES) return { value, headers: small ? kept : {} }
  return {
    value: value.subarray(0, QUARANTINED_BYTES),
    headers: { ...(small && kept), 'quarantine-truncated-from': String(value.length) },
  }
}

/**
 * What an earlier quarantine said (it was edited and sent again), or what a foreign message says of its origin, would
 * contradict this one.
 */
const CONTRADICTS = /^(?:quarantine-|origin-|signature$)/

function notOurs(headers: Received['headers']): Record<string, Buffer | string> {
  const kept: Record<string, Buffer | string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !CONTRADICTS.test(name)) kept[name] = value
  }
  return kept
}

/** Events of a partition that the log dropped before they were read. Decimal offsets, both ends included. */
export interface LostSpan {
  topic: string
  partition: number
  first: string
  last: string
  /** The log they stood in. */
  log: string | undefined
}

/** Events that the log dropped before a stage read them: all that is left to say of them is where they stood. */
export function lostEvents({ topic, partition, first, last, log }: LostSpan, stage: string): Outgoing {
  const place = { topic, partition, timestamp: '-1' }
  const unreadable = {
    code: 'expired',
    keyword: 'retention',
    firstOffset: first,
    lastOffset: last,
    bytes: null,
  } as const
  const origin = { ...place, offset: first, ...(log !== undefined && { log }) }
  const from: Received = { ...place, offset: last, key: null, value: null, headers: {}, origin, unreadable }
  return quarantineOf(from, { ...unreadable, stage, attempts: 1 })
}
