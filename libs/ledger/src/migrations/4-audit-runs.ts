import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Retrospective audits. Their rows are not the live tables': those are partitioned by claim, where a run of millions of
 * rows could neither be loaded without its indexes nor be dropped as a whole. These have a partition for each run, made
 * and dropped with it.
 */
export class AuditRuns4 implements MigrationInterface {
  readonly name = 'AuditRuns1700000000004'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table audit_run (
  id int generated always as identity primary key,
  request jsonb not null, additions jsonb, editions jsonb, inputs jsonb,
  state text not null check (state in ('asked', 'running', 'cancelled', 'failed', 'done')),
  error text, tally jsonb, digest text,
  asked_at timestamptz not null default now(), began_at timestamptz, ended_at timestamptz
);
comment on table audit_run is 'Retrospective audits: what was asked, the editions it is pinned to, how far it is. Run 0, the live one, has no row';

create table run_unit (
  run int not null references audit_run on delete cascade, unit int not null,
  stretch jsonb not null, events int not null,
  done_at timestamptz, tally jsonb, digest text,
  primary key (run, unit)
);
comment on table run_unit is 'Stretches of a run''s input, of fixed content; the holder of the row lock audits it, and its rows and done_at come in one transaction';
create index on run_unit (run, unit) where done_at is null;

create table run_result (
  run int not null, unit int not null, ordinal int not null,
  tenant text not null, claim_id text not null, version int not null, revision int not null,
  content_digest text not null, outcome text not null, editions jsonb not null,
  claim_type text not null, facility_id text, payer_id text, coder text, admission_date date, discharge_date date,
  total_charge text, billed_drg text, final_drg text, codes text[] not null, support jsonb not null, drg jsonb
) partition by list (run);
comment on table run_result is 'As audit_result, for each run a partition. Keys are added when the run is settled. ordinal counts lines or offsets from where the unit begins';

create table run_finding (
  run int not null, unit int not null, ordinal int not null,
  tenant text not null, claim_id text not null, version int not null, revision int not null,
  finding_id uuid not null, place int not null, rule_id text not null, severity text not null, action text not null, codes text[] not null,
  finding_digest text not null, rule_set text not null, body jsonb not null
) partition by list (run);

create table run_skipped (
  run int not null, unit int not null, ordinal int not null,
  outcome text not null check (outcome in ('rejected', 'duplicate', 'version-conflict')),
  tenant text, claim_id text, reason_code text, reason_pointer text, reason_keyword text
) partition by list (run);
comment on table run_skipped is 'Events of a run that have no result of their own, and why';

create index on raw_event (topic, partition, "offset");
`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table run_skipped, run_finding, run_result, run_unit, audit_run')
    await runner.query('drop index raw_event_topic_partition_offset_idx')
  }
}
