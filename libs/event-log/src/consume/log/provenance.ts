import type { KeyObject } from 'node:crypto'
import { ENTRY_TOPICS, TOPICS } from '@claims-audit/contracts'
import type { Cluster, Log } from '../../connect/client.js'
import { digestOf, type Received } from '../../event/event.js'
import type { Origin } from '../../event/origin.js'
import { logIdentity, logName } from '../../read/log-identity.js'
import { logRange, type LogRange } from '../../read/offsets.js'
import { RangeReader } from '../../read/range-reader.js'
import { INTERNAL_TOPICS, isSigned } from '../../produce/signature.js'

export interface ProvenanceOptions {
  cluster: Cluster
  /**
   * The installation's key; without one, what names a log that claims.submitted is, or was, and its event's digest is
   * believed.
   */
  key: KeyObject | undefined
  /** Whether a message's value came of this event's: decides about messages of a release that did not name them. */
  agrees: (message: Received, event: Received) => boolean
  log: Log
}

/** Messages that came of events in their log, and those that did not, with what gave them away. */
export interface Sorted {
  ours: Received[]
  foreign: { message: Received; keyword: 'signature' | 'origin' }[]
}

/**
 * Tells what the stages wrote on their own topics from what somebody else did: a copy of another cluster's, an old
 * dump, a forgery. With a key the signature decides. Without one a message has to name the log that claims.submitted
 * is, and the digest of its event; one that does not, as a release before 0.2 sent it, is held against the event
 * itself, read from the log. What names the right log and is forged all the same is not found without a key.
 */
export class Provenance {
  /** The logs that claims.submitted was seen to be. */
  private readonly logs = new Set<string>()

  constructor(private readonly o: ProvenanceOptions) {}

  async sort(messages: readonly Received[]): Promise<Sorted> {
    const { key } = this.o
    const told = messages.filter(({ topic }) => INTERNAL_TOPICS.has(topic))
    if (key === undefined) await this.learn(told)
    const isOurs = (message: Received): boolean =>
      key === undefined ? this.namesItsEvent(message) : isSigned(message, key)
    const doubtful = told.filter((message) => !isOurs(message))
    if (doubtful.length === 0) return { ours: [...messages], foreign: [] }
    const confirmed = key === undefined ? await this.confirmed(doubtful) : new Map<Received, Received>()
    const refused = new Set(doubtful.filter((message) => !confirmed.has(message)))
    return {
      ours: messages.filter((message) => !refused.has(message)).map((message) => confirmed.get(message) ?? message),
      foreign: [...refused].map((message) => ({
        message: asOwn(message),
        keyword: key === undefined ? 'origin' : 'signature',
      })),
    }
  }

  /** A log that was not seen before may be what claims.submitted is now. */
  private async learn(messages: Received[]): Promise<void> {
    if (messages.some(({ origin }) => origin.log !== undefined && !this.logs.has(origin.log))) await this.currentLog()
  }

  private async currentLog(): Promise<string> {
    const log = logName(await logIdentity(this.o.cluster, TOPICS.submitted))
    this.logs.add(log)
    return log
  }

  /**
   * A quarantined message of a topic of ours, or of what comes before claims.submitted, stands for itself; all else
   * goes back to a submitted event.
   */
  private namesItsEvent({ topic, origin }: Received): boolean {
    if (origin.topic !== TOPICS.submitted)
      return topic === TOPICS.quarantined && (INTERNAL_TOPICS.has(origin.topic) || ENTRY_TOPICS.has(origin.topic))
    return origin.log !== undefined && this.logs.has(origin.log) && origin.digest !== undefined
  }

  /** Each message that agrees with its event, with the origin completed. */
  private async confirmed(messages: Received[]): Promise<Map<Received, Received>> {
    const confirmed = new Map<Received, Received>()
    const named = messages.filter(({ origin }) => origin.topic === TOPICS.submitted)
    if (named.length === 0) return confirmed
    const log = await this.currentLog()
    const ranges = new Map((await logRange(this.o.cluster, TOPICS.submitted)).map((range) => [range.partition, range]))
    const reader = new RangeReader(this.o.cluster, TOPICS.submitted, { log: this.o.log })
    try {
      for (const [partition, own] of Map.groupBy(named, ({ origin }) => origin.partition)) {
        const events = await eventsAt(reader, ranges.get(partition), own)
        for (const message of own) {
          const event = events.get(message.origin.offset)
          if (event === undefined || !this.isOf(message, event, log)) continue
          confirmed.set(message, { ...message, origin: { ...message.origin, log, digest: digestOf(event.value) } })
        }
      }
    } finally {
      await reader.close()
    }
    return confirmed
  }

  private isOf(message: Received, event: Received, log: string): boolean {
    const { origin } = message
    const isAnotherLog = origin.log !== undefined && origin.log !== log
    return !isAnotherLog && origin.timestamp === event.timestamp && this.o.agrees(message, event)
  }
}

/** The events that messages name, by offset; without those that the log does not hold. */
async function eventsAt(
  reader: RangeReader,
  range: LogRange | undefined,
  messages: Received[],
): Promise<Map<string, Received>> {
  const found = new Map<string, Received>()
  if (range === undefined) return found
  const held = messages
    .map(({ origin }) => BigInt(origin.offset))
    .filter((offset) => offset >= BigInt(range.low) && offset < BigInt(range.high))
  for (const { from, to } of stretchesOf(held)) {
    for await (const event of reader.read(range.partition, String(from), String(to))) found.set(event.offset, event)
  }
  return found
}

/** Offsets further apart are read apart. */
const WIDEST_GAP = 500n

function stretchesOf(offsets: bigint[]): { from: bigint; to: bigint }[] {
  const stretches: { from: bigint; to: bigint }[] = []
  for (const offset of offsets.sort((a, b) => (a < b ? -1 : 1))) {
    const open = stretches.at(-1)
    if (open !== undefined && offset - open.to <= WIDEST_GAP) open.to = offset + 1n
    else stretches.push({ from: offset, to: offset + 1n })
  }
  return stretches
}

/** What is refused stands for itself: the position that it claims is another event's. */
function asOwn(message: Received): Received {
  const { topic, partition, offset, timestamp } = message
  const origin: Origin = { topic, partition, offset, timestamp }
  return { ...message, origin, foreign: true }
}
