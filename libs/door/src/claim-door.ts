import { laneOf } from '@claims-audit/event-log'
import type { Outgoing, Publisher } from '@claims-audit/event-log'
import { numberClaims, openLedger } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'
import { numberedEvent } from '@claims-audit/submission'
import type { Accepted } from '@claims-audit/submission'

export interface DoorOptions {
  publisher: Publisher
  /** Where versions are kept; undefined: claims of formats without versions are all the first, or what the sender counts. */
  databaseUrl: string | undefined
  /** What Postgres shows. */
  applicationName: string
}

/** A database that is away or busy is not waited for longer: whoever sends is told to come again. */
const PATIENCE = { connectMs: 5_000, lockMs: 5_000, statementMs: 10_000, silenceMs: 15_000 }

/** Where claims come in. The database is opened when the first claim needs it, and not at all for claims that bring their version. */
export class Door {
  private readonly options: DoorOptions
  private opened: Promise<Ledger> | undefined

  constructor(options: DoorOptions) {
    this.options = options
  }

  /**
   * Gives versions to claims that have none, then publishes all, in order. Rejects where the database or Kafka is away: then send all again, they get the
   * same versions.
   */
  async send(claims: readonly Accepted[]): Promise<void> {
    await this.options.publisher.send(await this.numbered(claims))
  }

  async close(): Promise<void> {
    const ledger = await this.opened?.catch(() => undefined)
    await ledger?.destroy()
  }

  private async numbered(claims: readonly Accepted[]): Promise<Outgoing[]> {
    const waiting = claims.flatMap(({ unnumbered }) => unnumbered ?? [])
    if (waiting.length === 0 || this.options.databaseUrl === undefined) return claims.map(({ event }) => event)
    const numbers = (await numberClaims(await this.ledger(this.options.databaseUrl), waiting, laneOf)).values()
    return claims.map(({ event, unnumbered }) => {
      const number = unnumbered && numbers.next().value
      return unnumbered && number ? numberedEvent(event, unnumbered, number) : event
    })
  }

  private ledger(databaseUrl: string): Promise<Ledger> {
    this.opened ??= openLedger({
      databaseUrl,
      applicationName: this.options.applicationName,
      poolSize: 4,
      byKey: true,
      ...PATIENCE,
    }).catch((error: unknown) => {
      this.opened = undefined
      throw error
    })
    return this.opened
  }
}
