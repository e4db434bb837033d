import type { QueryRunner } from 'typeorm'
import type { OutboxBacklog } from './backlog.js'

/** Events of one minute with one outcome. */
export interface MinuteOutcome {
  /** Its beginning, UTC. */
  minute: string
  outcome: string
  claims: number
}

/** Partitions with the offset from which on outcomes are counted. */
export type FromOffsets = ReadonlyMap<number, bigint>

/**
 * Outcomes of the tenant's events of the last hour, by the minute in which they were recorded; of the offsets that are
 * given, and later ones.
 */
export async function recentOutcomes(runner: QueryRunner, topic: string, from: FromOffsets): Promise<MinuteOutcome[]> {
  const rows: { minute: Date; outcome: string; claims: number }[] = await runner.query(OUTCOMES, [
    topic,
    [...from.keys()],
    [...from.values()].map(String),
  ])
  return rows.map(({ minute, ...row }) => ({ ...row, minute: minute.toISOString() }))
}

/** By the table's key alone: no index by time has to be kept for it. */
const OUTCOMES = `
select date_trunc('minute', o.recorded_at) as minute, o.outcome, count(*)::int as claims
from unnest($2::int[], $3::bigint[]) as f (partition, first) join claim_outcome o
  on o.epoch = (select max(epoch) from log_epoch) and o.origin_topic = $1 and o.origin_partition = f.partition and o.origin_offset >= f.first
where o.tenant = current_setting('app.tenant') and o.recorded_at > now() - interval '1 hour' group by 1, 2 order by 1, 2`

/** Corrections of all tenants that wait to be published: a count alone, so that the api may know. */
export async function relayBacklog(runner: QueryRunner): Promise<OutboxBacklog> {
  const [row]: OutboxBacklog[] = await runner.query('select rows, seconds from outbox_backlog()')
  return row ?? { rows: 0, seconds: 0 }
}
