import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Unique keys of a partitioned table must hold its partition key, so everything of a claim is partitioned by the claim
 * (PostgreSQL manual, 5.12.2.3).
 */
const BY_CLAIM = ['outcome', 'audit_result', 'finding', 'correction']
const PARTITIONS = 16

export class LedgerTables1 implements MigrationInterface {
  readonly name = 'LedgerTables1700000000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES)
    for (const table of BY_CLAIM)
      for (let part = 0; part < PARTITIONS; part += 1)
        await runner.query(
          `create table ${table}_${part} partition of ${table} for values with (modulus ${PARTITIONS}, remainder ${part})`,
        )
    await runner.query(INDEXES)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table raw_event, quarantine, outbox, correction, finding, audit_result, outcome')
  }
}

const TABLES = `
create table outcome (
  tenant text not null, claim_id text not null, run int not null,
  origin_topic text not null, origin_partition int not null, origin_offset bigint not null, origin_timestamp bigint not null,
  version int, revision int,
  outcome text not null check (outcome in ('clean', 'findings', 'duplicate', 'superseded', 'quarantined')),
  reason_code text, reason_pointer text, reason_keyword text,
  recorded_at timestamptz not null default now(),
  primary key (tenant, claim_id, run, origin_topic, origin_partition, origin_offset)
) partition by hash (tenant, claim_id);
comment on table outcome is 'One terminal row per offset of the log; insert-only';

create table audit_result (
  tenant text not null, claim_id text not null, run int not null, version int not null, revision int not null,
  content_digest text not null, outcome text not null, editions jsonb not null,
  claim_type text not null, facility_id text, payer_id text, coder text, admission_date date, discharge_date date,
  total_charge text, billed_drg text, final_drg text, codes text[] not null, support jsonb not null, drg jsonb,
  recorded_at timestamptz not null default now(),
  primary key (tenant, claim_id, run, version, revision)
) partition by hash (tenant, claim_id);
comment on table audit_result is 'One row per claim version and revision of a run (run 0 is the live one); insert-only';

create table finding (
  tenant text not null, claim_id text not null, run int not null, version int not null, revision int not null,
  finding_id uuid not null, ordinal int not null, rule_id text not null, severity text not null, action text not null, codes text[] not null,
  finding_digest text not null, rule_set text not null, body jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant, claim_id, run, version, revision, finding_id)
) partition by hash (tenant, claim_id);
comment on table finding is 'Insert-only; superseded where audit_result holds a later version or revision';

create table correction (
  tenant text not null, claim_id text not null, sequence int not null, correction_id uuid not null,
  version int not null, revision int not null, kind text not null, body jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant, claim_id, sequence),
  unique (tenant, claim_id, correction_id)
) partition by hash (tenant, claim_id);

create table outbox (
  id bigint generated always as identity primary key,
  key text not null, event_id uuid not null, body jsonb not null, origin jsonb, traceparent text,
  recorded_at timestamptz not null default now()
);
comment on table outbox is 'Corrections not yet published; the relay clears what it has sent';

create table quarantine (
  origin_topic text not null, origin_partition int not null, origin_offset bigint not null, stage text not null,
  tenant text not null, claim_id text not null,
  reason_code text not null, reason_pointer text, reason_keyword text, attempts int not null,
  failed_topic text not null, failed_partition int not null, failed_offset bigint not null,
  key bytea, value bytea, headers jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (origin_topic, origin_partition, origin_offset, stage)
);
comment on table quarantine is 'Parked events with their original bytes';

create table raw_event (
  topic text not null, partition int not null, "offset" bigint not null, origin_at timestamptz not null,
  key bytea, headers jsonb not null, value_zstd bytea,
  primary key (origin_at, topic, partition, "offset")
) partition by range (origin_at);
comment on table raw_event is 'Submitted events as they came, by month of their timestamp, for reading and replay';
create table raw_event_other partition of raw_event default;
`

const INDEXES = `
create index on outcome (run, origin_topic, origin_partition, origin_offset);
create index on finding (run, recorded_at desc, finding_id);
create index on finding (finding_id);
create index on finding (rule_id);
create index on finding using gin (codes);
create index on audit_result (discharge_date);
create index on quarantine (recorded_at);
`
