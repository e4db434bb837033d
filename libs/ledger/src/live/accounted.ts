import type { DataSource, EntityManager } from 'typeorm'
import type { OffsetSpan } from './reconcile.js'

/** Offsets without an outcome of their own, and why that is known. */
export interface AccountedSpan extends OffsetSpan {
  epoch: number
  topic: string
  partition: number
  kind: 'lost' | 'resubmitted' | 'acknowledged'
  by: string
  note: string | null
}

/** What is there already stays. */
export async function insertAccounted(
  ledger: DataSource | EntityManager,
  spans: readonly AccountedSpan[],
): Promise<void> {
  for (const { epoch, topic, partition, first, last, kind, by, note } of spans) {
    await ledger.query(
      `insert into accounted_span (epoch, topic, partition, first_offset, last_offset, kind, by_whom, note)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [epoch, topic, partition, first, last, kind, by, note],
    )
  }
}

/** What needs no outcome any more: a span that is only known to be lost still does. */
export function accountedSpans(
  ledger: DataSource,
  place: { epoch: number; topic: string; partition: number },
): Promise<OffsetSpan[]> {
  return ledger.query(
    `select first_offset::text as first, last_offset::text as last from accounted_span
     where epoch = $1 and topic = $2 and partition = $3 and kind <> 'lost' order by first_offset`,
    [place.epoch, place.topic, place.partition],
  )
}

/** For each partition, the offsets that the ledger has ever met of a log, the last not included. */
export async function knownOffsets(
  ledger: DataSource,
  log: { epoch: number; topic: string },
): Promise<Map<number, { partition: number; low: string; high: string }>> {
  const rows: { partition: number; low: string; high: string }[] = await ledger.query(
    `select partition, min(low)::text as low, (max(high) + 1)::text as high from (
       select origin_partition as partition, min(origin_offset) as low, max(origin_offset) as high
       from recorded_outcome where epoch = $1 and origin_topic = $2 group by origin_partition
       union all
       select partition, min(first_offset), max(last_offset) from archived_block where epoch = $1 and topic = $2 group by partition
       union all
       select partition, min(first_offset), max(last_offset) from accounted_span where epoch = $1 and topic = $2 group by partition
     ) met group by partition order by partition`,
    [log.epoch, log.topic],
  )
  return new Map(rows.map((row) => [row.partition, row]))
}
