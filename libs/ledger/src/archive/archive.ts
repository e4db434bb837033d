import type { DataSource, QueryRunner } from 'typeorm'
import { cutBlocks, packBlock, storedInstant } from './event-block.js'
import type { HeldRange, RawEvent } from './event-block.js'
import { insertRows } from '../sql/insert-rows.js'
import { epochsOf } from '../live/log-epochs.js'
import { prepared } from '../sql/prepared.js'
import { columns, rowsOf } from '../tables/table.js'
import type { Table } from '../tables/table.js'

/** Writes raw events, in compressed blocks, into their months. What is there already stays. */
export async function archiveBatch(ledger: DataSource, events: readonly RawEvent[]): Promise<void> {
  const known = settledMonths(ledger)
  const made = await ledger.transaction(({ queryRunner }) => archiveWithin(queryRunner as QueryRunner, events, known))
  // Only now: what a transaction made, its rollback unmakes.
  for (const month of made) known.add(month)
}

/** The same within a transaction; gives the months that it has seen to. */
export async function archiveWithin(
  runner: QueryRunner,
  events: readonly RawEvent[],
  known: ReadonlySet<string> = new Set(),
): Promise<string[]> {
  const epochOf = await epochsOf(
    runner,
    events.map(({ log }) => log),
  )
  const stretches = stretchesOf(events, epochOf)
  const months = [...new Set(stretches.map(({ month }) => month))].filter((month) => isNear(month) && !known.has(month))
  for (const month of months) await runner.query('select make_archive_month($1)', [`${month}-01`])
  await archiveStretches(runner, stretches)
  return months
}

/** Events of a partition that follow each other within a month of their timestamps, in order of their offsets. */
interface Stretch {
  epoch: number
  topic: string
  partition: number
  /** YYYY-MM */
  month: string
  events: RawEvent[]
}

function stretchesOf(events: readonly RawEvent[], epochOf: (log: string | undefined) => number): Stretch[] {
  const stretches: Stretch[] = []
  for (const { topic, partition, log, own } of byPartition(events)) {
    const epoch = epochOf(log)
    for (const event of own) {
      const month = isoOf(storedInstant(event.timestamp)).slice(0, 7)
      const last = stretches.at(-1)
      const isSame =
        last?.epoch === epoch && last.topic === topic && last.partition === partition && last.month === month
      if (isSame) last.events.push(event)
      else stretches.push({ epoch, topic, partition, month, events: [event] })
    }
  }
  return stretches
}

function byPartition(
  events: readonly RawEvent[],
): { topic: string; partition: number; log: string | undefined; own: RawEvent[] }[] {
  return [...Map.groupBy(events, ({ topic, partition, log }) => `${partition}/${topic} ${log ?? ''}`).values()].flatMap(
    (own) => {
      const [first] = own
      return first === undefined
        ? []
        : [{ topic: first.topic, partition: first.partition, log: first.log, own: own.sort(byOffset) }]
    },
  )
}

const byOffset = (a: RawEvent, b: RawEvent): number => Number(BigInt(a.offset) - BigInt(b.offset))

/** Events of a stretch that go into one row. */
interface Block {
  stretch: Stretch
  events: RawEvent[]
  /** Milliseconds since the epoch, ascending. */
  instants: number[]
}

export const ARCHIVED_BLOCK: Table<Block> = {
  name: 'archived_block',
  repeats: true,
  columns: columns<Block>({
    epoch: ['int', ({ stretch }) => stretch.epoch],
    topic: ['text', ({ stretch }) => stretch.topic],
    partition: ['int', ({ stretch }) => stretch.partition],
    first_offset: ['bigint', ({ events }) => events[0]?.offset ?? null],
    last_offset: ['bigint', ({ events }) => events.at(-1)?.offset ?? null],
    origin_at: ['timestamptz', ({ instants }) => isoOf(instants[0] ?? 0)],
    last_at: ['timestamptz', ({ instants }) => isoOf(instants.at(-1) ?? 0)],
    events: ['int', ({ events }) => events.length],
    body: ['bytea', ({ events }) => packBlock(events)],
  }),
}

const blockOf = (stretch: Stretch, events: RawEvent[]): Block => ({
  stretch,
  events,
  instants: events.map(({ timestamp }) => storedInstant(timestamp)).sort((a, b) => a - b),
})

/** Another archiver of the same partition, as at a rebalance, is waited for, and then seen. */
async function archiveStretches(runner: QueryRunner, stretches: Stretch[]): Promise<void> {
  await prepared(runner, LOCK, [stretches.map(({ topic }) => topic), stretches.map(({ partition }) => partition)])
  const held = await heldOf(runner, stretches)
  const blocks = stretches.flatMap((stretch, at) =>
    cutBlocks(stretch.events, held.get(at) ?? []).map((events) => blockOf(stretch, events)),
  )
  await insertRows(runner, rowsOf(ARCHIVED_BLOCK, blocks))
}

/** Always in one order, so that no two wait for each other. */
const LOCK = `select pg_advisory_xact_lock(name) from (select distinct hashtextextended('archive ' || topic || ' ' || partition, 0) as name from unnest($1::text[], $2::int[]) as t(topic, partition) order by name) locked`

/** What is archived of each stretch: the block that begins last before it may reach into it, others begin within it. */
const HELD = `
select s.at::int - 1 as at, b.first_offset::text as first, b.last_offset::text as last, extract(epoch from b.origin_at)::float8 * 1000 as "firstAt", extract(epoch from b.last_at)::float8 * 1000 as "lastAt"
from unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::timestamptz[], $7::int[]) with ordinality as s(topic, partition, low, high, month, next_month, epoch, at)
cross join lateral (
  select coalesce(max(first_offset), s.low) as first from archived_block
  where archived_block.epoch = s.epoch and topic = s.topic and partition = s.partition and first_offset <= s.low and origin_at >= s.month and origin_at < s.next_month
) reaching
cross join lateral (
  select first_offset, last_offset, origin_at, last_at from archived_block
  where archived_block.epoch = s.epoch and topic = s.topic and partition = s.partition and first_offset >= reaching.first and first_offset <= s.high and last_offset >= s.low and origin_at >= s.month and origin_at < s.next_month
) b`

async function heldOf(runner: QueryRunner, stretches: Stretch[]): Promise<Map<number, HeldRange[]>> {
  const ends = stretches.map(({ events }) => [events[0]?.offset, events.at(-1)?.offset])
  const rows = await prepared<HeldRange & { at: number }>(runner, HELD, [
    stretches.map(({ topic }) => topic),
    stretches.map(({ partition }) => partition),
    ends.map(([low]) => low),
    ends.map(([, high]) => high),
    stretches.map(({ month }) => beginningOf(month)),
    stretches.map(({ month }) => beginningOf(followingMonth(month))),
    stretches.map(({ epoch }) => epoch),
  ])
  return Map.groupBy(rows, ({ at }) => at)
}

const isoOf = (milliseconds: number): string => new Date(milliseconds).toISOString()

/**
 * One number for everybody who makes partitions; taken before any lock of the table, so that no two wait for each
 * other.
 */
export const MONTH_LOCK = 7_302_046

const settled = new WeakMap<DataSource, Set<string>>()

/** The months whose partition has been seen to. */
function settledMonths(ledger: DataSource): Set<string> {
  const months = settled.get(ledger) ?? new Set()
  settled.set(ledger, months)
  return months
}

const YEARS_BACK = 10

/**
 * Ten years back to one month ahead. Any other timestamp is a client's fault and stays in the default partition, so
 * that no client can make us create a table for each month of a million years.
 */
function isNear(month: string): boolean {
  const ahead = monthNumber(month) - monthNumber(new Date().toISOString())
  return ahead <= 1 && ahead >= -12 * YEARS_BACK
}

const beginningOf = (month: string): string => `${month}-01Z`

const monthNumber = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))

function followingMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
