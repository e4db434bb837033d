import type { OriginPosition } from '@claims-audit/audit'
import type { DataSource, QueryRunner } from 'typeorm'

/** A correction that waits to be published. */
export interface OutboxEvent {
  /** Rises in the order of publication. */
  id: string
  key: string
  eventId: string
  body: unknown
  /** Of the submitted event that it is because of. */
  origin: OriginPosition | null
  traceparent: string | null
}

/** Only one relay publishes at a time; another waits for its place. */
const RELAY_LOCK = 7_302_045

/** A relay's place: held until it is given up or the connection ends. */
export interface RelayLead {
  /** The oldest that wait, in order: per claim that is the order of `sequence`, since both were given under the claim's lane lock. */
  next(limit: number): Promise<OutboxEvent[]>
  /** Forgets what has been published. */
  clear(events: OutboxEvent[]): Promise<void>
  release(): Promise<void>
}

/** A leader whose machine is gone without a word holds its lock until the server notices; by its own defaults that takes over two hours. */
const NOTICED = { tcp_keepalives_idle: '10', tcp_keepalives_interval: '5', tcp_keepalives_count: '3' }

/** Takes the lead if nobody has it; undefined if somebody does. */
export async function tryLead(ledger: DataSource): Promise<RelayLead | undefined> {
  const runner = ledger.createQueryRunner()
  await runner.connect()
  try {
    for (const [setting, value] of Object.entries(NOTICED)) await runner.query('select set_config($1, $2, false)', [setting, value])
    const [row]: { taken: boolean }[] = await runner.query('select pg_try_advisory_lock($1) as taken', [RELAY_LOCK])
    if (row?.taken === true) return leadOn(runner)
  } catch (error) {
    await runner.release()
    throw error
  }
  await runner.release()
  return undefined
}

function leadOn(runner: QueryRunner): RelayLead {
  return {
    next: (limit) => runner.query('select id::text, key, event_id as "eventId", body, origin, traceparent from outbox order by outbox.id limit $1', [limit]),
    clear: async (events) => {
      await runner.query('delete from outbox where id = any($1::bigint[])', [events.map((event) => event.id)])
    },
    release: async () => {
      // A connection that is gone has given up its locks already.
      await runner.query('select pg_advisory_unlock($1)', [RELAY_LOCK]).catch(() => undefined)
      await runner.release()
    },
  }
}
