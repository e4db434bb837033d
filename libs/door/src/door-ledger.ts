import { openLedger } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'

/** A database that is away or busy is not waited for longer: a sender is told to come again. */
const PATIENCE = { connectMs: 5_000, lockMs: 5_000, statementMs: 10_000, silenceMs: 15_000 }

/** The ledger as a door has it: opened when it is first needed, since most claims come in without it. */
export class DoorLedger {
  private opened: Promise<Ledger> | undefined

  /** `applicationName`: what Postgres shows. */
  constructor(
    private readonly databaseUrl: string,
    private readonly applicationName: string,
  ) {}

  /** Rejects where it is away; the next call tries again. */
  get(): Promise<Ledger> {
    const { databaseUrl, applicationName } = this
    this.opened ??= openLedger({ databaseUrl, applicationName, poolSize: 4, byKey: true, ...PATIENCE }).catch(
      (error: unknown) => {
        this.opened = undefined
        throw error
      },
    )
    return this.opened
  }

  async close(): Promise<void> {
    const ledger = await this.opened?.catch(() => undefined)
    await ledger?.destroy()
  }
}
