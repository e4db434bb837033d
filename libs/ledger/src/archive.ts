import { zstdCompressSync } from 'node:zlib'
import type { DataSource, QueryRunner } from 'typeorm'
import { insertRows } from './insert-rows.js'

/** A submitted event as it came. */
export interface RawEvent {
  topic: string
  partition: number
  offset: string
  /** Milliseconds since the epoch, decimal: the log's own timestamp. */
  timestamp: string
  key: Uint8Array | null
  value: Uint8Array | null
  headers: Record<string, string>
}

/** Writes raw events, zstd-compressed, into their months. What is there already stays. */
export async function archiveBatch(ledger: DataSource, events: RawEvent[]): Promise<void> {
  const months = [...new Set(events.map((event) => instantOf(event.timestamp).slice(0, 7)))].filter((month) => isNear(month) && !settledMonths(ledger).has(month))
  await ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    for (const month of months) await ensureMonth(runner, month)
    await insertRows(
      runner,
      'raw_event',
      { topic: 'text', partition: 'int', offset: 'bigint', origin_at: 'timestamptz', key: 'bytea', headers: 'jsonb', value_zstd: 'bytea' },
      events.map((event) => [
        event.topic,
        event.partition,
        event.offset,
        instantOf(event.timestamp),
        event.key,
        JSON.stringify(event.headers),
        event.value === null ? null : compressed(event.value),
      ]),
    )
  })
  // Only now: what a transaction made, its rollback unmakes.
  for (const month of months) settledMonths(ledger).add(month)
}

const SMALLEST_CHUNK = 64

/** Most events shrink to less than half; the default buffer of 16 KiB for each would be most of the garbage collector's work. */
const compressed = (value: Uint8Array): Buffer => zstdCompressSync(value, { chunkSize: Math.max(SMALLEST_CHUNK, value.length >> 1) })

/** The last instant that both JavaScript and Postgres can name; a client may put any number into a timestamp. */
const LATEST_MS = 253_402_300_799_999

const instantOf = (timestamp: string): string => new Date(Math.min(Math.max(Number(timestamp), 0), LATEST_MS)).toISOString()

/** One number for everybody who makes partitions. */
const MONTH_LOCK = 7_302_046

const settled = new WeakMap<DataSource, Set<string>>()

/** The months whose partition has been seen to. */
function settledMonths(ledger: DataSource): Set<string> {
  const months = settled.get(ledger) ?? new Set()
  settled.set(ledger, months)
  return months
}

/** Makes a month's partition unless rows of it are in the default one already, from when it was far: those cannot be moved under a running pipeline, and the month stays there. */
async function ensureMonth(runner: QueryRunner, month: string): Promise<void> {
  const bounds = [`${month}-01Z`, `${followingMonth(month)}-01Z`]
  await runner.query('select pg_advisory_xact_lock($1)', [MONTH_LOCK])
  const [row]: { held: boolean }[] = await runner.query('select exists (select from raw_event_other where origin_at >= $1 and origin_at < $2) as held', bounds)
  if (row?.held === true) return
  await runner.query(`create table if not exists raw_event_${month.replace('-', '_')} partition of raw_event for values from ('${bounds[0]}') to ('${bounds[1]}')`)
}

const YEARS_BACK = 10

/** Ten years back to one month ahead. Any other timestamp is a client's fault and stays in the default partition, so that nobody can make us create a table for each month of a million years. */
function isNear(month: string): boolean {
  const ahead = monthNumber(month) - monthNumber(new Date().toISOString())
  return ahead <= 1 && ahead >= -12 * YEARS_BACK
}

const monthNumber = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))

function followingMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
