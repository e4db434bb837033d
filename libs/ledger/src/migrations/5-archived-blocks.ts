import { zstdDecompressSync } from 'node:zlib'
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { MONTH_LOCK, archiveWithin } from '../archive/archive.js'
import type { RawEvent } from '../archive/event-block.js'
import { createPartitionMakers } from '../tables/partition-makers.js'

/**
 * Archived events are kept in blocks: a row and a frame for each event took seven times the room, and half of the
 * archive's time. What is there is packed again.
 */
export class ArchivedBlocks5 implements MigrationInterface {
  readonly name = 'ArchivedBlocks1700000000005'

  async up(runner: QueryRunner): Promise<void> {
    // An archive of the version before may be at work: what it wrote from here on would go with its table.
    await runner.query('select pg_advisory_xact_lock($1)', [MONTH_LOCK])
    await runner.query('lock table raw_event in share mode')
    await runner.query(`
create table archived_block (
  epoch int not null default 1, topic text not null, partition int not null, first_offset bigint not null, last_offset bigint not null,
  origin_at timestamptz not null, last_at timestamptz not null,
  events int not null, body bytea not null,
  primary key (epoch, topic, partition, first_offset, origin_at)
) partition by range (origin_at);
comment on table archived_block is 'Submitted events as they came, by month of their timestamps (origin_at to last_at), for reading and replay; ranges of offsets of a partition never overlap. body: libs/ledger/src/archive/event-block.ts';
create table archived_block_other partition of archived_block default;
alter table archived_block alter column body set storage external;
declare kept no scroll cursor for
  select topic, partition, "offset"::text, (extract(epoch from origin_at) * 1000)::bigint::text as timestamp, key, value_zstd, headers from raw_event order by topic, partition, raw_event."offset"`)
    await createPartitionMakers(runner)
    for (let page = await kept(runner); page.length > 0; page = await kept(runner)) await archiveWithin(runner, page)
    await runner.query('close kept; drop table raw_event')
  }

  /** The events of the blocks go with them. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
drop table archived_block;
create table raw_event (
  topic text not null, partition int not null, "offset" bigint not null, origin_at timestamptz not null,
  key bytea, headers jsonb not null, value_zstd bytea,
  primary key (origin_at, topic, partition, "offset")
) partition by range (origin_at);
create table raw_event_other partition of raw_event default;
create index on raw_event (topic, partition, "offset")`)
  }
}

/** Of events that may be four megabytes each. */
const PAGE = 100

async function kept(runner: QueryRunner): Promise<RawEvent[]> {
  const rows: (Omit<RawEvent, 'value'> & { value_zstd: Buffer | null })[] = await runner.query(
    `fetch ${PAGE} from kept`,
  )
  return rows.map(({ value_zstd, ...event }) => ({
    ...event,
    value: value_zstd === null ? null : zstdDecompressSync(value_zstd),
  }))
}
