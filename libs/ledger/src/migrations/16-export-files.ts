import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Exports that are made while the person does something else, kept for a day. */
export class ExportFiles16 implements MigrationInterface {
  readonly name = 'ExportFiles1700000000016'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table export_file, export_piece')
  }
}

const TABLES = `
create table export_file (
  tenant text not null, person text not null, export_id uuid not null, format text not null, query text not null,
  state text not null default 'running' check (state in ('running', 'done', 'failed')),
  rows int not null default 0, bytes bigint not null default 0,
  asked_at timestamptz not null default now(), told_at timestamptz not null default now(),
  primary key (tenant, person, export_id)
);
comment on table export_file is 'Exports of persons; told_at: the last sign of life of one that is being made';
create table export_piece (
  tenant text not null, person text not null, export_id uuid not null, place int not null, bytes bytea not null,
  primary key (tenant, person, export_id, place),
  foreign key (tenant, person, export_id) references export_file on delete cascade
);
alter table export_piece alter column bytes set storage external;
comment on table export_piece is 'What exports hold, in order';
`
