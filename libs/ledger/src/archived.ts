import { zstdDecompressSync } from 'node:zlib'
import type { DataSource } from 'typeorm'

/** Which of a topic's archived events are asked for; instants are milliseconds since 1970, the last not included. */
export interface ArchivedSpan {
  topic: string
  fromTime: number | undefined
  toTime: number | undefined
}

/** An archived event with its value as it came. */
export interface ArchivedEvent {
  offset: string
  key: Buffer | null
  value: Buffer | null
  headers: Record<string, string>
}

/** For each partition that has any, from which offset up to, and without, which the archive holds events of a span. */
export function archivedRanges(ledger: DataSource, { topic, fromTime, toTime }: ArchivedSpan): Promise<{ partition: number; low: string; high: string }[]> {
  return ledger.query(
    `select partition, min("offset")::text as low, (max("offset") + 1)::text as high from raw_event
     where topic = $1 and origin_at >= ${instant('$2')} and origin_at < ${instant('$3', 'infinity')} group by partition order by partition`,
    [topic, fromTime ?? 0, toTime ?? null],
  )
}

const instant = (parameter: string, otherwise = '-infinity'): string => `coalesce(to_timestamp(${parameter}::float8 / 1000), '${otherwise}')`

/** Values may be large: so many are held at once. */
const PAGE = 100

/** A partition's archived events of a span, in order. */
export async function* readArchived(ledger: DataSource, { topic, fromTime, toTime }: ArchivedSpan, o: { partition: number; from: string; to: string }): AsyncGenerator<ArchivedEvent> {
  for (let from = o.from; ; ) {
    const rows: (Omit<ArchivedEvent, 'value'> & { value_zstd: Buffer | null })[] = await ledger.query(
      `select "offset"::text as offset, key, headers, value_zstd from raw_event
       where topic = $1 and partition = $2 and "offset" >= $3 and "offset" < $4 and origin_at >= ${instant('$5')} and origin_at < ${instant('$6', 'infinity')} order by raw_event."offset" limit ${PAGE}`,
      [topic, o.partition, from, o.to, fromTime ?? 0, toTime ?? null],
    )
    for (const { value_zstd, ...event } of rows) yield { ...event, value: value_zstd === null ? null : zstdDecompressSync(value_zstd) }
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    from = String(BigInt(last.offset) + 1n)
  }
}
