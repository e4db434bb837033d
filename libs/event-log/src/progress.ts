/** How far a consumer is, as far as it knows itself. */
export interface Progress {
  assigned: { topic: string; partition: number }[]
  /** Messages known to wait in the assigned partitions, as of the last fetch. */
  lag: number
  /** Milliseconds since 1970: when a message was last settled, or a fetch last found nothing waiting. */
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
  next: bigint
  high: bigint
}

/**
 * Watches whether a consumer gets on. That it exists says nothing: kafkajs can stop fetching without a word after a
 * broker's maintenance (tulios/kafkajs #1466, #1441), so silence counts as standstill too.
 */
export class ProgressWatch {
  private readonly positions = new Map<string, Position>()
  private assigned: { topic: string; partition: number }[] = []
  private lastProgressAt: number
  private crash: string | undefined

  constructor(now: number) {
    this.lastProgressAt = now
  }

  joined(assignment: Record<string, number[]>, now: number): void {
    this.assigned = Object.entries(assignment).flatMap(([topic, partitions]) => partitions.map((partition) => ({ topic, partition })))
    this.positions.clear()
    this.crash = undefined
    this.lastProgressAt = now
  }

  /** A batch came: it starts at `first`, and the partition ends before `high`. */
  fetched(topic: string, partition: number, first: string, high: string): void {
    this.positions.set(key(topic, partition), { topic, partition, next: BigInt(first), high: BigInt(high) })
  }

  /** A fetch returned, with or without messages. */
  polled(now: number): void {
    if (this.lag() === 0) this.lastProgressAt = now
  }

  settled(topic: string, partition: number, last: string, now: number): void {
    const position = this.positions.get(key(topic, partition))
    if (position) position.next = BigInt(last) + 1n
    this.lastProgressAt = now
  }

  crashed(errorName: string): void {
    this.crash = errorName
  }

  progress(): Progress {
    return { assigned: this.assigned, lag: this.lag(), lastProgressAt: this.lastProgressAt }
  }

  /** Unhealthy when it crashed for good, or when nothing got on for `silenceMs`. */
  check(now: number, silenceMs: number): ProgressCheck {
    if (this.crash) return { healthy: false, reason: `the consumer crashed (${this.crash})` }
    const silent = now - this.lastProgressAt
    const lag = this.lag()
    if (silent < silenceMs) return { healthy: true, reason: `lag ${lag}` }
    const seconds = Math.floor(silent / 1_000)
    return { healthy: false, reason: lag > 0 ? `lag ${lag} and no progress for ${seconds} s` : `no fetch for ${seconds} s` }
  }

  private lag(): number {
    let lag = 0n
    for (const { next, high } of this.positions.values()) if (high > next) lag += high - next
    return Number(lag)
  }
}

function key(topic: string, partition: number): string {
  return `${topic}/${partition}`
}
