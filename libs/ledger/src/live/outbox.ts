import type { OriginPosition } from '@claims-audit/audit'
import type { DataSource, QueryRunner } from 'typeorm'

/** A correction that waits to be published. */
export interface OutboxEvent {
  /** Rises in the order of publication. */
  id: string
  key: string
  eventId: string
  /** JSON. */
  body: string
  /** Of the submitted event that it is because of. */
  origin: OriginPosition | null
  traceparent: string | null
}

type WaitingRow = Omit<OutboxEvent, 'origin'> & { origin: string | null }

/**
 * Form 1 keeps jsonb by the name of \`body\`; form 2 a text by another, so that a relay of the release before stops
 * (ADR 23).
 */
const BODY = { 1: 'body', 2: 'event' }

/** Relays take turns by it. */
const RELAY_LOCK = 7_302_045

/**
 * Hands the oldest that wait to `publish`, in order (per claim that is the order of `sequence`, since both were given
 * under the claim's lane lock), and forgets them once it has resolved. Gives how many those were, and how far the
 * outbox has ever counted: that only falls where the ledger was restored from an older backup.
 *
 * Of any number of relays one does this at a time. The lock is the transaction's, so that a relay that vanished has it
 * no longer than the server lets an idle transaction live; a session's lock it might keep for hours. What such a one
 * published comes again, under the same ids.
 */
export async function relayOutbox(
  ledger: DataSource,
  limit: number,
  publish: (events: OutboxEvent[]) => Promise<void>,
): Promise<{ sent: number; counted: bigint }> {
  const [waits]: { some: boolean; counted: string; form: 1 | 2 }[] = await ledger.query(
    'select exists (select from outbox) as some, last_value::text as counted, form from outbox_id_seq, ledger_form',
  )
  const counted = BigInt(waits?.counted ?? 0)
  if (waits?.some !== true) return { sent: 0, counted }
  return ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    await runner.query('select pg_advisory_xact_lock($1)', [RELAY_LOCK])
    const rows: WaitingRow[] = await runner.query(
      `select id::text, key, event_id as "eventId", ${BODY[waits.form]}::text as body, origin::text, traceparent from outbox order by outbox.id limit $1`,
      [limit],
    )
    const events = rows.map(({ origin, ...row }) => ({
      ...row,
      origin: origin === null ? null : (JSON.parse(origin) as OriginPosition),
    }))
    await publish(events)
    await runner.query('delete from outbox where id = any($1::bigint[])', [events.map((event) => event.id)])
    return { sent: events.length, counted }
  })
}
