import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * A position counts in one log: where claims.submitted was deleted and made again, the same offset is another event.
 * What was recorded before this migration belongs to the first log, epoch 1. A stage of the release before goes on
 * beside it: what it inserts gets the defaults.
 */
export class LogEpochs6 implements MigrationInterface {
  readonly name = 'LogEpochs1700000000006'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES)
    await runner.query(KEYS)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(KEYS_BEFORE)
    await runner.query('drop table accounted_span, ledger_generation, log_epoch')
  }
}

const TABLES = `
create table log_epoch (
  epoch int primary key, log text not null unique,
  by_whom text not null, note text, accepted_at timestamptz not null default now()
);
comment on table log_epoch is 'The logs that claims.submitted has been: cluster id and topic id. Epoch 1 is the one that the first stage found';

create table ledger_generation (
  generation int primary key, ends jsonb not null, by_whom text not null, note text, began_at timestamptz not null default now()
);
comment on table ledger_generation is 'A row for each time the ledger was restored from an older backup; correction sequences carry the latest. ends: where the topics that it publishes ended then, by topic and partition';

create table accounted_span (
  id bigint generated always as identity primary key,
  epoch int not null, topic text not null, partition int not null, first_offset bigint not null, last_offset bigint not null,
  kind text not null check (kind in ('lost', 'resubmitted', 'acknowledged')), by_whom text not null, note text,
  recorded_at timestamptz not null default now(),
  unique (epoch, topic, partition, first_offset, last_offset, kind)
);
comment on table accounted_span is 'Offsets without an outcome of their own, and why: lost (expired unread), resubmitted as new events, acknowledged by a person; insert-only';
`

const KEYS = `
alter table outcome add column if not exists epoch int not null default 1;
alter table outcome drop constraint outcome_pkey;
alter table outcome add primary key (tenant, claim_id, run, epoch, origin_topic, origin_partition, origin_offset, origin_timestamp);
drop index outcome_run_origin_topic_origin_partition_origin_offset_idx;
create index outcome_origin on outcome (run, epoch, origin_topic, origin_partition, origin_offset);

alter table quarantine_act drop constraint quarantine_act_origin_topic_origin_partition_origin_offset_fkey;
alter table quarantine add column epoch int not null default 1, add column origin_timestamp bigint not null default -1;
alter table quarantine drop constraint quarantine_pkey;
alter table quarantine add primary key (epoch, origin_topic, origin_partition, origin_offset, origin_timestamp, stage);
alter table quarantine_act add column epoch int not null default 1, add column origin_timestamp bigint not null default -1;
alter table quarantine_act add constraint quarantine_act_of foreign key (epoch, origin_topic, origin_partition, origin_offset, origin_timestamp, stage) references quarantine;

alter table archived_block add column if not exists epoch int not null default 1;
alter table archived_block drop constraint archived_block_pkey;
alter table archived_block add primary key (epoch, topic, partition, first_offset, origin_at);
`

/** Rows of a later epoch may stand at the positions of the first: they have to go before this. */
const KEYS_BEFORE = `
alter table archived_block drop constraint archived_block_pkey;
alter table archived_block drop column epoch;
alter table archived_block add primary key (topic, partition, first_offset, origin_at);

alter table quarantine_act drop constraint quarantine_act_of;
alter table quarantine_act drop column epoch, drop column origin_timestamp;
alter table quarantine drop constraint quarantine_pkey;
alter table quarantine drop column epoch, drop column origin_timestamp;
alter table quarantine add primary key (origin_topic, origin_partition, origin_offset, stage);
alter table quarantine_act add foreign key (origin_topic, origin_partition, origin_offset, stage) references quarantine;

drop index outcome_origin;
alter table outcome drop constraint outcome_pkey;
alter table outcome drop column epoch;
alter table outcome add primary key (tenant, claim_id, run, origin_topic, origin_partition, origin_offset);
create index on outcome (run, origin_topic, origin_partition, origin_offset);
`
