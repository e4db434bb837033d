import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What the composer did with each event of claims.received and documents.received (ADR 35). */
export class Arrivals23 implements MigrationInterface {
  readonly name = 'Arrivals1700000000023'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table arrival, arrival_log, arrival_since')
  }
}

const TABLES = `
create table arrival_log (
  topic text not null, epoch int not null, log text not null,
  primary key (topic, epoch), unique (topic, log)
);
comment on table arrival_log is 'The logs that claims.received and documents.received have been, each counted from 1: cluster id and topic id';
create table arrival (
  topic text not null, epoch int not null, partition int not null, position bigint not null,
  fate text not null check (fate in ('kept', 'repeat', 'superseded', 'quarantined')),
  primary key (topic, epoch, partition, position)
);
comment on table arrival is 'What the composer did with the event of each offset, the first time; insert-only';
create table arrival_since (at timestamptz not null);
comment on table arrival_since is 'Of a ledger whose composer worked before fates were recorded: since when they are';
insert into arrival_since select now() where exists (select from stay);
`
