import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Claims whose record must be kept whatever the tenant's retention says (ADR 31). */
export class Retention15 implements MigrationInterface {
  readonly name = 'Retention1700000000015'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES)
  }

  async down(runner: QueryRunner): Promise<void> {
    // Its views read what earlier migrations made.
    await runner.query('drop schema if exists reporting cascade')
    await runner.query('drop table legal_hold')
    await runner.query('alter table archived_block drop column expired')
  }
}

const TABLES = `
create table legal_hold (
  id bigint generated always as identity primary key,
  tenant text not null, hold_id uuid not null, claim_id text not null, act text not null check (act in ('place', 'lift')),
  person text not null, reason text not null, recorded_at timestamptz not null default now()
);
create unique index on legal_hold (hold_id, act);
create index on legal_hold (tenant, claim_id);
comment on table legal_hold is 'Holds that were placed on claims and lifted; insert-only';
alter table archived_block add column expired int not null default 0;
comment on column archived_block.expired is 'How many of its events have lost what they said';
`
