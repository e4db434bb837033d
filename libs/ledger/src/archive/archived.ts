import type { DataSource } from 'typeorm'
import { unpackBlock } from './event-block.js'
import type { LedgerSession } from '../sql/session.js'
import type { UnpackedEvent } from './event-block.js'

/** Which of a topic's archived events are asked for; instants are milliseconds since 1970, the last not included. */
export interface ArchivedSpan {
  topic: string
  fromTime: number | undefined
  toTime: number | undefined
}

/** Blocks that may hold events of a span. By the month, partitions that cannot are left alone. */
const OVERLAPS = `topic = $1 and last_at >= to_timestamp($2::float8 / 1000) and origin_at >= date_trunc('month', to_timestamp($2::float8 / 1000), 'UTC') and origin_at < to_timestamp($3::float8 / 1000)`

/** A stretch of a partition in one of the logs that the topic has been. */
export interface ArchivedRange {
  epoch: number
  partition: number
  low: string
  high: string
}

/**
 * For each log and partition that has any, a range of offsets, the last not included, outside which the archive holds
 * no events of a span.
 */
export function archivedRanges(
  ledger: DataSource,
  { topic, fromTime = -Infinity, toTime = Infinity }: ArchivedSpan,
): Promise<ArchivedRange[]> {
  return ledger.query(
    `select epoch, partition, min(first_offset)::text as low, (max(last_offset) + 1)::text as high
     from archived_block where ${OVERLAPS} group by epoch, partition order by epoch, partition`,
    [topic, fromTime, toTime],
  )
}

/** For each partition of a log that has any block, the first offset behind its first one that no block has. */
export async function firstGaps(
  ledger: DataSource,
  log: { epoch: number; topic: string },
): Promise<Map<number, string>> {
  const rows: { partition: number; gap: string }[] = await ledger.query(
    `select partition, min(gap)::text as gap from (
       select partition, last_offset + 1 as gap, lead(first_offset) over (partition by partition order by first_offset) as following
       from archived_block where epoch = $1 and topic = $2
     ) blocks where following is null or following > gap group by partition`,
    [log.epoch, log.topic],
  )
  return new Map(rows.map(({ partition, gap }) => [partition, gap]))
}

/** Bodies may be large: so many are held at once. */
const PAGE = 4

/** A partition's archived events of a span, in order. */
export async function* readArchived(
  ledger: DataSource,
  { topic, fromTime = -Infinity, toTime = Infinity }: ArchivedSpan,
  o: { epoch: number; partition: number; from: string; to: string },
): AsyncGenerator<UnpackedEvent> {
  const [low, high] = [BigInt(o.from), BigInt(o.to)]
  for (let from = await beginningOfBlock(ledger, topic, o); ;) {
    const blocks: { first: string; body: Buffer }[] = await ledger.query(
      `select first_offset::text as first, body from archived_block where ${OVERLAPS} and partition = $4 and first_offset >= $5 and first_offset < $6 and epoch = $7 order by first_offset limit ${PAGE}`,
      [topic, fromTime, toTime, o.partition, from, o.to, o.epoch],
    )
    for (const { body } of blocks)
      for (const event of unpackBlock(body)) {
        const [offset, at] = [BigInt(event.offset), Number(event.timestamp)]
        if (offset >= low && offset < high && at >= fromTime && at < toTime) yield event
      }
    const end = blocks.at(-1)
    if (end === undefined || blocks.length < PAGE) return
    from = String(BigInt(end.first) + 1n)
  }
}

/** Where the block begins that may hold the first offset asked for; that offset without such a block. */
async function beginningOfBlock(
  ledger: DataSource,
  topic: string,
  { epoch, partition, from }: { epoch: number; partition: number; from: string },
): Promise<string> {
  const [row]: { first: string }[] = await ledger.query(
    'select coalesce(max(first_offset), $3)::text as first from archived_block where topic = $1 and partition = $2 and first_offset <= $3 and epoch = $4',
    [topic, partition, from, epoch],
  )
  return row?.first ?? from
}

/** One event; undefined where the archive has not got it (yet). */
export async function archivedEvent(
  session: LedgerSession,
  at: { epoch: number; topic: string; partition: number; offset: string },
): Promise<UnpackedEvent | undefined> {
  const [block]: { body: Buffer }[] = await session.query(
    'select body from archived_block where topic = $1 and partition = $2 and first_offset <= $3 and epoch = $4 order by first_offset desc limit 1',
    [at.topic, at.partition, at.offset, at.epoch],
  )
  return block && unpackBlock(block.body).find(({ offset }) => offset === at.offset)
}

/**
 * The same for an event of the caller's own claim, in a caller's transaction (`asTenant`): the archive is closed to
 * those who ask there.
 */
export async function ownArchivedEvent(
  session: LedgerSession,
  at: { claimId: string; epoch: number; topic: string; partition: number; offset: string },
): Promise<UnpackedEvent | undefined> {
  const [row]: { body: Buffer | null }[] = await session.query(
    'select archived_block_of($1, $2, $3, $4, $5::bigint) as body',
    [at.claimId, at.epoch, at.topic, at.partition, at.offset],
  )
  return row?.body ? unpackBlock(row.body).find(({ offset }) => offset === at.offset) : undefined
}
