import type { DataSource } from 'typeorm'

/** A stretch of a partition's offsets, both ends included. Decimal strings. */
export interface OffsetSpan {
  first: string
  last: string
}

export interface TerminalOffsets {
  /** Offsets with an outcome. */
  terminal: number
  /** Offsets that have more than one outcome row: there must be none. */
  duplicated: string[]
  /** Stretches without an outcome. */
  without: OffsetSpan[]
}

/** What the ledger holds of one partition's offsets from `low` up to, and without, `high`. */
export async function terminalOffsets(
  ledger: DataSource,
  log: { epoch: number; topic: string; partition: number; low: string; high: string },
): Promise<TerminalOffsets> {
  const key = [log.topic, log.partition, log.low, log.high, log.epoch]
  const [counted]: { terminal: string; duplicated: string[] | null }[] = await ledger.query(
    `with held as (${HELD}) select count(*) as terminal, array_agg(origin_offset::text order by origin_offset) filter (where rows > 1) as duplicated from held`,
    key,
  )
  const without: OffsetSpan[] = await ledger.query(
    `with held as (${HELD}), edges as (
       select origin_offset as at, lead(origin_offset, 1, $4::bigint) over (order by origin_offset) as following from held
       union all select $3::bigint - 1, coalesce((select min(origin_offset) from held), $4::bigint)
     )
     select (at + 1)::text as first, (following - 1)::text as last from edges where following > at + 1 order by at`,
    key,
  )
  return { terminal: Number(counted?.terminal ?? 0), duplicated: counted?.duplicated ?? [], without }
}

const HELD = `select origin_offset, count(*) as rows from recorded_outcome
  where epoch = $5 and origin_topic = $1 and origin_partition = $2 and origin_offset >= $3 and origin_offset < $4 group by origin_offset`
