import type { DataSource } from 'typeorm'

/** Corrections that wait to be published. */
export interface OutboxBacklog {
  /** Counted up to a hundred thousand. */
  rows: number
  /** Of the oldest; 0 where none waits. */
  seconds: number
}

export const OUTBOX_BACKLOG = `
select (select count(*)::int from (select from outbox limit 100000) held) as rows,
  coalesce((select extract(epoch from now() - o.recorded_at)::float8 from outbox o order by o.id limit 1), 0::float8) as seconds`

export async function outboxBacklog(ledger: DataSource): Promise<OutboxBacklog> {
  const [row]: OutboxBacklog[] = await ledger.query(OUTBOX_BACKLOG)
  return row ?? { rows: 0, seconds: 0 }
}

/** Quarantined events that were not sent again, by reason. */
export async function quarantineDepth(ledger: Pick<DataSource, 'query'>): Promise<{ code: string; events: number }[]> {
  return ledger.query(
    `select q.reason_code as code, count(*)::int as events from quarantine q
     where not exists (
       select from quarantine_act a
       where a.act = 'redrive'
         and (a.epoch, a.origin_topic, a.origin_partition, a.origin_offset, a.origin_timestamp, a.stage)
         = (q.epoch, q.origin_topic, q.origin_partition, q.origin_offset, q.origin_timestamp, q.stage)
     ) group by q.reason_code`,
  )
}
