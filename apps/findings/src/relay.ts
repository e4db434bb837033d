import { setTimeout as pause } from 'node:timers/promises'
import { TOPICS, typeOf } from '@claims-audit/contracts'
import { kindOf } from '@claims-audit/event-log'
import type { Outgoing, Publisher } from '@claims-audit/event-log'
import { relayOutbox } from '@claims-audit/ledger'
import type { OutboxEvent } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'

interface Options {
  ledger: DataSource
  publisher: Publisher
  log: (line: string) => void
  /** How often it looks, in milliseconds, when nothing wakes it: corrections also come from other processes. */
  everyMs?: number
  /**
   * So long it lets corrections gather after it has sent some, in milliseconds: a transaction and a request for each
   * batch's would cost the batches theirs. One that comes alone goes at once. Default 100.
   */
  lingerMs?: number
  /** The ledger went back behind what this process has seen of it: somebody restored a backup under it. */
  onRestored: () => void
}

const BATCH = 500

/**
 * The one publisher of corrections. Any number of processes have one; they take turns, and each sends what waits in the
 * outbox, in order, and clears what was acknowledged. What was sent and could not be cleared goes out again, under the
 * same ids.
 */
export class Relay {
  private readonly stopping = new AbortController()
  private woken = Promise.withResolvers<void>()
  private running: Promise<void> | undefined
  private failure: unknown
  private counted = 0n

  constructor(private readonly options: Options) {}

  start(): void {
    this.running ??= this.run()
  }

  /** Corrections may wait. */
  wake(): void {
    this.woken.resolve()
  }

  /** Throws what it met at its last attempt, where that failed. */
  assertSending(): void {
    if (this.failure !== undefined) throw this.failure
  }

  /** Sends what waits now, then stops. */
  async stop(): Promise<void> {
    this.stopping.abort()
    this.wake()
    await this.running
  }

  private async run(): Promise<void> {
    for (;;) {
      const last = this.stopping.signal.aborted
      const found = await this.attempt()
      if (last) break
      if (found) await this.pause(this.options.lingerMs ?? 100)
      await this.idle()
    }
  }

  /** Whether there was anything to send, or it failed. */
  private async attempt(): Promise<boolean> {
    try {
      const found = await this.drain()
      this.failure = undefined
      return found
    } catch (error) {
      this.failure = error
      this.options.log(`relay: waiting (${kindOf(error)})`)
      return true
    }
  }

  /** Sends what waits; whether anything did. */
  private async drain(): Promise<boolean> {
    const { ledger, publisher } = this.options
    let [all, sent] = [0, 0]
    do {
      const relayed = await relayOutbox(ledger, BATCH, (events) => publisher.send(events.map(asEvent)))
      if (relayed.counted < this.counted) this.options.onRestored()
      this.counted = relayed.counted
      sent = relayed.sent
      all += sent
    } while (sent === BATCH)
    return all > 0
  }

  /** Until woken, stopped, or a while has passed. */
  private async idle(): Promise<void> {
    const timer = new AbortController()
    await Promise.race([this.woken.promise, this.pause(this.options.everyMs ?? 1_000, timer.signal)])
    timer.abort()
    this.woken = Promise.withResolvers<void>()
  }

  /** Ends early when stopped. */
  private async pause(ms: number, ...signals: AbortSignal[]): Promise<void> {
    await pause(ms, undefined, { signal: AbortSignal.any([this.stopping.signal, ...signals]) }).catch(() => undefined)
  }
}

const asEvent = ({ key, eventId, body, origin, traceparent }: OutboxEvent): Outgoing => ({
  topic: TOPICS.corrections,
  key,
  type: typeOf(TOPICS.corrections),
  id: eventId,
  value: body,
  ...(origin !== null && { origin }),
  ...(traceparent !== null && { traceparent }),
})
