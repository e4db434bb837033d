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

/** Relays take turns by it. */
const RELAY_LOCK = 7_302_045

/**
 * Hands the oldest that wait to `publish`, in order (per claim that is the order of `sequence`, since both were given under the claim's lane lock), and
 * forgets them once it has resolved. Gives how many those were, and how far the outbox has ever counted: that only falls where the ledger was
 * restored from an older backup.
 *
 * Of any number of relays one does this at a time. The lock is the transaction's, so that a relay that vanished has it no longer than the
 * server lets an idle transaction live; a session's lock it might keep for hours. What such a one published comes again, under the same ids.
 */
export async function relayOutbox(
  ledger: DataSource,
  limit: number,
  publish: (events: OutboxEvent[]) => Promise<void>,
): Promise<{ sent: number; counted: bigint }> {
  const [waits]: { some: boolean; counted: string }[] = await ledger.query(
    'select exists (select from outbox) as some, last_value::text as counted from outbox_id_seq',
  )
  const counted = BigInt(waits?.counted ?? 0)
  if (waits?.some !== true) return { sent: 0, counted }
  return ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    await runner.query('select pg_advisory_xact_lock($1)', [RELAY_LOCK])
    const events: OutboxEvent[] = await runner.query(
      'select id::text, key, event_id as "eventId", body, origin, traceparent from outbox order by outbox.id limit $1',
      [limit],
    )
    await publish(events)
    await runner.query('delete from outbox where id = any($1::bigint[])', [events.map((event) => event.id)])
    return { sent: events.length, counted }
  })
}
