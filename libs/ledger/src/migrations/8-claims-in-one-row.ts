import type { MigrationInterface, QueryRunner } from 'typeorm'
import { dropViews } from '../views/views.js'
import { createPartitionMakers, makeClaimMonths } from '../tables/partition-makers.js'

/**
 * Form 2 of the ledger: one row a claim version, with a text that the server never parses; flat tables; narrow rows of
 * findings for lists and counts (ADR 23). What is there stays in form 1 until `claims-audit ledger upgrade`, so that
 * stages of the release before go on beside this one.
 */
export class ClaimsInOneRow8 implements MigrationInterface {
  readonly name = 'ClaimsInOneRow1700000000008'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES)
    await runner.query(WORK)
    await createPartitionMakers(runner)
    await makeClaimMonths(runner)
  }

  /** Only of a ledger that keeps form 1. */
  async down(runner: QueryRunner): Promise<void> {
    const [row]: { form: number }[] = await runner.query('select form from ledger_form')
    if (row?.form !== 1)
      throw new Error('The ledger keeps form 2: go back by a backup that was taken before its upgrade')
    await dropViews(runner)
    await runner.query(
      'drop table ledger_form, audited_claim, claim_outcome, claim_correction, run_claim, work_finding, work_code, work_count',
    )
    await runner.query('alter table audit_run drop column form')
    await runner.query('drop function make_claim_month')
  }
}

const TABLES = `
create table ledger_form (form int not null check (form in (1, 2)), moved_at timestamptz);
create unique index on ledger_form ((true));
insert into ledger_form (form) values (1);
comment on table ledger_form is 'One row. form: how claims are recorded; moved_at: when the last row of form 1 was moved';

create table audited_claim (
  tenant text not null, claim_id text not null, version int not null, revision int not null,
  content_digest text not null, outcome text not null, editions text not null,
  claim_type text not null, facility_id text, payer_id text, coder text, admission_date date, discharge_date date,
  total_charge text, billed_drg text, final_drg text, body text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant, claim_id, version, revision, recorded_at)
) partition by range (recorded_at);
create table audited_claim_other partition of audited_claim default;
alter table audited_claim alter column body set storage external, alter column editions set storage external;
comment on table audited_claim is 'One row per claim version and revision, by month of recording; insert-only. body: findings, support, DRG and codes as JSON text, never parsed where it is stored';

create table claim_outcome (
  tenant text not null, claim_id text not null, epoch int not null,
  origin_topic text not null, origin_partition int not null, origin_offset bigint not null, origin_timestamp bigint not null,
  version int, revision int,
  outcome text not null check (outcome in ('clean', 'findings', 'duplicate', 'superseded', 'quarantined')),
  reason_code text, reason_pointer text, reason_keyword text, content_digest text,
  recorded_at timestamptz not null default now(),
  primary key (epoch, origin_topic, origin_partition, origin_offset, origin_timestamp, tenant, claim_id)
);
create unique index claim_outcome_recorded on claim_outcome (tenant, claim_id, version, revision) where content_digest is not null;
create index claim_outcome_other on claim_outcome (tenant, claim_id) where content_digest is null;
comment on table claim_outcome is 'One terminal row per offset of the log; insert-only. content_digest: of the result that was recorded with it, which audited_claim holds while its month is attached';

create table claim_correction (
  tenant text not null, claim_id text not null, sequence int not null, correction_id uuid not null,
  version int not null, revision int not null, kind text not null, body text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant, claim_id, sequence)
);
alter table claim_correction alter column body set storage external;
comment on table claim_correction is 'What senders were asked to do, in order of the sequence; insert-only';

alter table audit_run add column form int not null default 1;
create table run_claim (
  run int not null, unit int not null, ordinal int not null,
  tenant text not null, claim_id text not null, version int not null, revision int not null,
  content_digest text not null, outcome text not null, editions text not null,
  claim_type text not null, facility_id text, payer_id text, coder text, admission_date date, discharge_date date,
  total_charge text, billed_drg text, final_drg text, body text not null
) partition by list (run);
alter table run_claim alter column body set storage external, alter column editions set storage external;
comment on table run_claim is 'As audited_claim, for each run a partition. Keys are added when the run is settled. ordinal counts lines or offsets from where the unit begins';
`

const WORK = `
create table work_finding (
  finding_id uuid not null, revision int not null, tenant text not null, claim_id text not null, version int not null,
  rule_id text not null, severity smallint not null, facility_id text, payer_id text, coder text, final_drg text,
  discharge_date date not null, amount_cents bigint not null, is_open bool not null,
  recorded_at timestamptz not null default now(),
  primary key (finding_id, revision)
);
create index on work_finding (tenant, recorded_at, finding_id);
create index on work_finding (tenant, amount_cents, finding_id);
comment on table work_finding is 'A narrow row for each finding, for lists; made from audited_claim (claims-audit ledger rebuild). is_open: of the newest result of its claim';

create table work_code (
  tenant text not null, code text not null, recorded_at timestamptz not null default now(), finding_id uuid not null, revision int not null,
  primary key (tenant, code, recorded_at, finding_id, revision)
);
comment on table work_code is 'The codes that each finding of work_finding is about';

create table work_count (
  tenant text not null, rule_id text not null, severity smallint not null, facility_id text not null, findings int not null
);
comment on table work_count is 'By how many each batch changed the open findings of a rule at a facility (empty: none is named); their sum is how many there are';
`
