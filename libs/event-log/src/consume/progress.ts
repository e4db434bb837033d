import type { PartitionProgress } from './consumer-observer.js'

/** How far a consumer is, as far as it knows itself. */
export interface Progress {
  assigned: { topic: string; partition: number }[]
  /** Messages of the assigned partitions that are not committed yet, as of the last fetch. */
  lag: number
  /** Milliseconds since 1970: when offsets were last committed, or a fetch last found nothing waiting. */
  lastProgressAt: number
}

export interface ProgressCheck {
  healthy: boolean
  /** One line for the probe's answer. */
  reason: string
}

interface Position {
  topic: string
  partition: number
  /** The first message that is not committed. */
  next: bigint
  /** The first message that is not settled. */
  unsettled: bigint
  high: bigint
  /** When the first event of the earliest fetch that is not committed was submitted. */
  oldestAt: number
}

interface Wait {
  /** An error's kind, never a value. */
  kind: string
  /** The latest attempt. */
  at: number
}

/**
 * Watches whether a consumer gets on. Only what is committed counts: a consumer that loses its group again and again,
 * before it can commit, does the same work for ever. That it exists says nothing, either: kafkajs can stop fetching
 * after a broker's maintenance (tulios/kafkajs #1466, #1441), so silence counts as standstill too.
 */
export class ProgressWatch {
  private readonly positions = new Map<string, Position>()
  private readonly waits = new Map<string, Wait>()
  private assigned: { topic: string; partition: number }[] = []
  private isMember = false
  private lastProgressAt: number
  private crash: string | undefined

  constructor(now: number) {
    this.lastProgressAt = now
  }

  /** What it needs is there: it begins now, however long it waited. */
  started(now: number): void {
    this.lastProgressAt = now
  }

  /** To join again is no progress: a member that loses the group over its work does so every time. */
  joined(assignment: Record<string, number[]>, now: number): void {
    if (!this.isMember) this.lastProgressAt = now
    this.isMember = true
    this.assigned = Object.entries(assignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    )
    this.positions.clear()
    this.waits.clear()
    this.crash = undefined
  }

  /** A batch came: it starts at `first`, submitted at `at`, and the partition ends before `high`. */
  fetched(topic: string, partition: number, first: string, high: string, at: number): void {
    const held = this.positions.get(key(topic, partition))
    const unsettled = BigInt(first)
    const isBehind = held !== undefined && held.next < unsettled
    const [next, oldestAt] = isBehind ? [held.next, held.oldestAt] : [unsettled, at]
    this.positions.set(key(topic, partition), { topic, partition, next, unsettled, high: BigInt(high), oldestAt })
  }

  /**
   * A fetch returned. Where it brought nothing and nothing is worked on, all is done, whatever the last fetch said of
   * the partitions' ends: the marks of a transaction are offsets without a message.
   */
  polled(now: number, isIdle: boolean): void {
    if (!isIdle || [...this.positions.values()].some(({ next, unsettled }) => unsettled > next)) return
    this.positions.clear()
    this.lastProgressAt = now
  }

  settled(topic: string, partition: number, last: string): void {
    const position = this.positions.get(key(topic, partition))
    if (position) position.unsettled = BigInt(last) + 1n
  }

  /** All before `next` is committed. */
  committed(topic: string, partition: number, next: string, now: number): void {
    const position = this.positions.get(key(topic, partition))
    if (position) position.next = BigInt(next)
    this.lastProgressAt = now
  }

  /** A failure that will pass is waited for: its kind, at each attempt; `undefined` once it has passed. */
  waiting(topic: string, partition: number, kind: string | undefined, now: number): void {
    if (kind === undefined) this.waits.delete(key(topic, partition))
    else this.waits.set(key(topic, partition), { kind, at: now })
  }

  /** What is waited for, if anything is. */
  waitsFor(): string | undefined {
    return this.waits.values().next().value?.kind
  }

  crashed(errorName: string): void {
    this.crash = errorName
    this.isMember = false
  }

  progress(): Progress {
    return { assigned: this.assigned, lag: this.lag(), lastProgressAt: this.lastProgressAt }
  }

  /** Of each partition that it was given. */
  partitions(): PartitionProgress[] {
    return this.assigned.map(({ topic, partition }) => {
      const position = this.positions.get(key(topic, partition))
      const lag = position === undefined ? 0 : lagOf(position)
      return { topic, partition, lag, oldestAt: lag > 0 ? position?.oldestAt : undefined }
    })
  }

  /**
   * Unhealthy when it crashed for good, or when nothing was committed for `silenceMs`. To wait for a dependency, with
   * attempts that go on, is no standstill: to end the process would not bring it back.
   */
  check(now: number, silenceMs: number): ProgressCheck {
    if (this.crash) return { healthy: false, reason: `the consumer crashed (${this.crash})` }
    const silent = now - this.lastProgressAt
    const lag = this.lag()
    if (silent < silenceMs) return { healthy: true, reason: `lag ${lag}` }
    for (const { kind, at } of this.waits.values())
      if (now - at < silenceMs) return { healthy: true, reason: `waiting (${kind})` }
    const seconds = Math.floor(silent / 1_000)
    return {
      healthy: false,
      reason: lag > 0 ? `lag ${lag} and nothing committed for ${seconds} s` : `no fetch for ${seconds} s`,
    }
  }

  /** Ready as a member of the group that waits for nothing. With more members than partitions, one may have none. */
  readiness(): ProgressCheck {
    const waitsFor = this.waitsFor()
    if (!this.isMember) return { healthy: false, reason: 'not a member of the group yet' }
    if (waitsFor !== undefined) return { healthy: false, reason: `waiting (${waitsFor})` }
    return { healthy: true, reason: 'ready' }
  }

  private lag(): number {
    return [...this.positions.values()].reduce((sum, position) => sum + lagOf(position), 0)
  }
}

const lagOf = ({ next, high }: Position): number => (high > next ? Number(high - next) : 0)

function key(topic: string, partition: number): string {
  return `${topic}/${partition}`
}
