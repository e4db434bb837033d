import type { MigrationInterface, QueryRunner } from 'typeorm'

export class QuarantineActs2 implements MigrationInterface {
  readonly name = 'QuarantineActs1700000000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table quarantine_act (
  id bigint generated always as identity primary key,
  origin_topic text not null, origin_partition int not null, origin_offset bigint not null, stage text not null,
  act text not null check (act in ('edit', 'redrive')), by_whom text not null, note text, value bytea, event_id uuid,
  recorded_at timestamptz not null default now(),
  foreign key (origin_topic, origin_partition, origin_offset, stage) references quarantine
);
comment on table quarantine_act is 'What people did with parked events, in order; insert-only. The parked bytes themselves never change';
create index on quarantine_act (origin_topic, origin_partition, origin_offset, stage);
`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table quarantine_act')
  }
}
