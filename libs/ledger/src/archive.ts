import { zstdCompressSync } from 'node:zlib'
import type { DataSource, QueryRunner } from 'typeorm'
import { bytes, insertRows } from './insert-rows.js'

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
  await ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    await ensureMonths(runner, events)
    await insertRows(
      runner,
      'raw_event',
      { topic: 'text', partition: 'int', offset: 'bigint', origin_at: 'timestamptz', key: 'bytea', headers: 'jsonb', value_zstd: 'bytea' },
      events.map((event) => [
        event.topic,
        event.partition,
        event.offset,
        instantOf(event.timestamp),
        bytes(event.key),
        JSON.stringify(event.headers),
        event.value === null ? null : bytes(zstdCompressSync(event.value)),
      ]),
    )
  })
}

/** The last instant that both JavaScript and Postgres can name; a client may put any number into a timestamp. */
const LATEST_MS = 253_402_300_799_999

const instantOf = (timestamp: string): string => new Date(Math.min(Math.max(Number(timestamp), 0), LATEST_MS)).toISOString()

/** One number for everybody who makes partitions. */
const MONTH_LOCK = 7_302_046
const MONTH_MS = 31 * 24 * 3_600_000

const ensured = new WeakMap<DataSource, Set<string>>()

/** Makes the partitions of the batch's months, once each. Timestamps far from now are a client's fault: they stay in the default partition, so that nobody can make us create a table per month of a million years. */
async function ensureMonths(runner: QueryRunner, events: RawEvent[]): Promise<void> {
  const known = ensured.get(runner.dataSource) ?? new Set()
  ensured.set(runner.dataSource, known)
  const months = [...new Set(events.filter((event) => isNear(event.timestamp)).map((event) => instantOf(event.timestamp).slice(0, 7)))]
  for (const month of months.filter((each) => !known.has(each))) {
    await runner.query('select pg_advisory_xact_lock($1)', [MONTH_LOCK])
    await runner.query(`create table if not exists raw_event_${month.replace('-', '_')} partition of raw_event for values from ('${month}-01Z') to ('${followingMonth(month)}-01Z')`)
    known.add(month)
  }
}

const isNear = (timestamp: string): boolean => Number(timestamp) < Date.now() + MONTH_MS && Number(timestamp) > Date.now() - 120 * MONTH_MS

function followingMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
