import type { DataSource, QueryRunner } from 'typeorm'

/** The composers take turns to publish: the events of a claim keep their order. */
const RELAY_LOCK = 7_302_061

/** A composed claim that waits to be published. */
export interface ComposedEvent {
  id: string
  key: string
  eventId: string
  body: string
  /** ISO 8601. */
  composedAt: string
}

/**
 * Sends the composed claims that wait, in order, and clears them once they are acknowledged; how many. What was sent
 * and could not be cleared goes out again, under the same ids. Zero where another process has its turn.
 */
export async function relayComposed(
  ledger: DataSource,
  limit: number,
  send: (events: ComposedEvent[]) => Promise<void>,
): Promise<number> {
  return ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    const [turn] = (await runner.query('select pg_try_advisory_xact_lock($1) as mine', [RELAY_LOCK])) as {
      mine: boolean
    }[]
    if (turn?.mine !== true) return 0
    const rows = (await runner.query(
      'select id::text as id, key, event_id as "eventId", body, composed_at as "composedAt" from stay_event order by stay_event.id limit $1',
      [limit],
    )) as (Omit<ComposedEvent, 'composedAt'> & { composedAt: Date })[]
    if (rows.length === 0) return 0
    await send(rows.map((row) => ({ ...row, composedAt: row.composedAt.toISOString() })))
    await runner.query('delete from stay_event where id = any($1::bigint[])', [rows.map(({ id }) => id)])
    return rows.length
  })
}
