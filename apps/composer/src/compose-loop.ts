import { setTimeout as pause } from 'node:timers/promises'
import { TOPICS, typeOf } from '@claims-audit/contracts'
import { kindOf } from '@claims-audit/event-log'
import type { Outgoing, Publisher } from '@claims-audit/event-log'
import { composeDue, relayComposed, removeOldStays } from '@claims-audit/ledger'
import type { ComposedEvent } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'
import { compose } from './compose.js'

interface Options {
  ledger: DataSource
  publisher: Publisher
  now: () => number
  /** How often it looks for claims that are due, in milliseconds. */
  everyMs: number
  /** How long a claim is kept of which nothing was published, in milliseconds. */
  keepMs: number
  log: (line: string) => void
  composed: (leftOut: number) => void
}

const BATCH = 100
const HOUR_MS = 3_600_000

/** Composes claims that are due, and publishes them. Any number of processes do so at once. */
export class ComposeLoop {
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined
  #failure: unknown
  #removedAt = 0

  constructor(private readonly o: Options) {}

  start(): void {
    this.#running ??= this.#run()
  }

  /** Throws what it met at its last attempt, where that failed. */
  assertComposing(): void {
    if (this.#failure !== undefined) throw this.#failure
  }

  /** What is composed is published, then it stops. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    for (;;) {
      const last = this.#stopping.signal.aborted
      try {
        if (!last) await this.#composeAll()
        await this.#relayAll()
        this.#failure = undefined
      } catch (error) {
        this.#failure = error
        this.o.log(`composer: waiting (${kindOf(error)})`)
      }
      if (last) return
      await pause(this.o.everyMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
    }
  }

  async #composeAll(): Promise<void> {
    const { ledger, now, composed } = this.o
    let isDue = true
    while (isDue && !this.#stopping.signal.aborted) {
      isDue = await composeDue(ledger, now(), (tenant, claim, documents, others) =>
        compose(tenant, claim, { documents, others }, composed),
      )
    }
    if (now() - this.#removedAt < HOUR_MS) return
    this.#removedAt = now()
    await removeOldStays(ledger, new Date(now() - this.o.keepMs))
  }

  async #relayAll(): Promise<void> {
    const { ledger, publisher } = this.o
    let sent = BATCH
    while (sent === BATCH) sent = await relayComposed(ledger, BATCH, (events) => publisher.send(events.map(asEvent)))
  }
}

const asEvent = ({ key, eventId, body, composedAt }: ComposedEvent): Outgoing => ({
  topic: TOPICS.submitted,
  key,
  type: typeOf(TOPICS.submitted),
  id: eventId,
  value: body,
  time: composedAt,
})
