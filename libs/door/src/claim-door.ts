import type { Topic } from '@claims-audit/contracts'
import { laneOf } from '@claims-audit/event-log'
import type { Outgoing, Publisher } from '@claims-audit/event-log'
import { numberClaims } from '@claims-audit/ledger'
import { areDocumentsOf, isVoidEvent, numberedEvent } from '@claims-audit/submission'
import type { Accepted } from '@claims-audit/submission'
import type { DoorLedger } from './door-ledger.js'

export interface DoorOptions {
  publisher: Publisher
  /**
   * Where claims go. A void has no documents to wait for, and goes to the audit; documents have a topic of their own.
   */
  topic: Topic
  /**
   * Where versions are kept; undefined: claims of formats without versions are all the first, or what the sender
   * counts.
   */
  ledger: DoorLedger | undefined
}

const goesItsWay = (event: Outgoing): boolean => isVoidEvent(event) || areDocumentsOf(event)

/**
 * Where claims come in, and documents that are in one file with them. Those that bring their version need no database.
 */
export class Door {
  constructor(private readonly options: DoorOptions) {}

  /**
   * Gives versions to claims that have none, then publishes all, in order. Rejects where the database or Kafka is away:
   * then send all again, they get the same versions.
   */
  async send(claims: readonly Accepted[]): Promise<void> {
    const { publisher, topic } = this.options
    const events = await this.numbered(claims)
    await publisher.send(events.map((event) => (goesItsWay(event) ? event : { ...event, topic })))
  }

  private async numbered(claims: readonly Accepted[]): Promise<Outgoing[]> {
    const { ledger } = this.options
    const waiting = claims.flatMap(({ unnumbered }) => unnumbered ?? [])
    if (waiting.length === 0 || ledger === undefined) return claims.map(({ event }) => event)
    const numbers = (await numberClaims(await ledger.get(), waiting, laneOf)).values()
    return claims.map(({ event, unnumbered }) => {
      const number = unnumbered && numbers.next().value
      return unnumbered && number ? numberedEvent(event, unnumbered, number) : event
    })
  }
}
