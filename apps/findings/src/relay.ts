import { setTimeout as pause } from 'node:timers/promises'
import { TOPICS, typeOf } from '@claims-audit/contracts'
import type { Outgoing, Publisher } from '@claims-audit/event-log'
import { tryLead } from '@claims-audit/ledger'
import type { OutboxEvent, RelayLead } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'

interface Options {
  ledger: DataSource
  publisher: Publisher
  log: (line: string) => void
  /** How often it looks, in milliseconds, when nobody wakes it: corrections also come from other processes. */
  everyMs?: number
}

const BATCH = 500

/**
 * The one publisher of corrections. Of any number of processes one has the lead; it sends what waits in the outbox, in order, and clears what was
 * acknowledged. What it sent and could not clear goes out again, under the same ids.
 */
export class Relay {
  private readonly stopping = new AbortController()
  private woken = Promise.withResolvers<void>()
  private running: Promise<void> | undefined

  constructor(private readonly options: Options) {}

  start(): void {
    this.running ??= this.run()
  }

  /** Corrections may wait. */
  wake(): void {
    this.woken.resolve()
  }

  /** Sends what waits now, then stops. */
  async stop(): Promise<void> {
    this.stopping.abort()
    this.wake()
    await this.running
  }

  private async run(): Promise<void> {
    let lead: RelayLead | undefined
    for (;;) {
      const last = this.stopping.signal.aborted
      try {
        lead ??= await tryLead(this.options.ledger)
        if (lead !== undefined) await this.drain(lead)
      } catch (error) {
        this.options.log(`relay: ${(error as Error).name}: ${(error as Error).message}; it tries again`)
        await lead?.release().catch(() => undefined)
        lead = undefined
      }
      if (last) break
      await this.idle()
    }
    await lead?.release()
  }

  private async drain(lead: RelayLead): Promise<void> {
    for (;;) {
      const waiting = await lead.next(BATCH)
      if (waiting.length === 0) return
      await this.options.publisher.send(waiting.map(asEvent))
      await lead.clear(waiting)
      if (waiting.length < BATCH) return
    }
  }

  /** Until woken, stopped, or a while has passed. */
  private async idle(): Promise<void> {
    if (this.stopping.signal.aborted) return
    const timer = new AbortController()
    await Promise.race([this.woken.promise, pause(this.options.everyMs ?? 1_000, undefined, { signal: timer.signal }).catch(() => undefined)])
    timer.abort()
    this.woken = Promise.withResolvers<void>()
  }
}

const asEvent = ({ key, eventId, body, origin, traceparent }: OutboxEvent): Outgoing => ({
  topic: TOPICS.corrections,
  key,
  type: typeOf(TOPICS.corrections),
  id: eventId,
  value: JSON.stringify(body),
  ...(origin !== null && { origin }),
  ...(traceparent !== null && { traceparent }),
})
