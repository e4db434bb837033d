import { STATES } from '@claims-audit/decisions'
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { READ_1 as FORM_1 } from '../forms/form-1.js'
import { heldNow } from '../views/views.js'
import { NO_CENTS, NO_DATE, WORK_FINDING, WORK_STATE } from '../tables/work-rows.js'

/** Acts of audit teams, what tenants set, and where work stands, on the narrow rows of findings (ADR 28). */
export class Decisions10 implements MigrationInterface {
  readonly name = 'Decisions1700000000010'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES)
    await runner.query(WORK)
  }

  async down(runner: QueryRunner): Promise<void> {
    const held = await heldNow(runner)
    await runner.query('drop view recorded_finding')
    await runner.query('drop table work_act, tenant_setting, correction_fate, provider_query, query_act')
    await runner.query(
      'alter table work_finding drop column state, drop column active, drop column owner, drop column due_date, drop column impact_cents',
    )
    const columns = [...Object.keys(WORK_FINDING.columns), 'recorded_at'].filter((column) => !(column in WORK_STATE))
    const rows = { 'form 1': [READ_1], 'form 2': [READ_2], both: [READ_2, READ_1] }[held ?? 'form 1']
    const arms = rows.map((from) => `select ${columns.join(', ')} from ${from}`)
    await runner.query(`create view recorded_finding as ${arms.join(' union all ')}`)
  }
}

const READ_1 = `(${FORM_1.recorded_finding}) form_1`
const READ_2 = WORK_FINDING.name

const TABLES = `
create table work_act (
  id bigint generated always as identity primary key,
  tenant text not null, act_id uuid not null, claim_id text not null, version int not null, revision int not null,
  finding_id uuid, finding_digest text, act text not null, person text not null, state smallint, owner text,
  reason text, note text, until_date date, sent_from int, sent_to int,
  recorded_at timestamptz not null default now(),
  check ((finding_id is null) = (state is null) and (finding_id is null) = (owner is not null))
);
create unique index on work_act (tenant, act_id);
create index on work_act (finding_id, revision, id) where finding_id is not null;
create index on work_act (tenant, claim_id, id);
create index on work_act (tenant, recorded_at) where state = ${STATES.agreed};
comment on table work_act is 'What persons did to findings and to the work on claims; insert-only. state, owner: after the act';

create table tenant_setting (
  id bigint generated always as identity primary key,
  tenant text not null, name text not null, body text not null, person text not null,
  recorded_at timestamptz not null default now()
);
create index on tenant_setting (tenant, name, id);
comment on table tenant_setting is 'What tenants set, each version; the last one of a name counts; insert-only';

create table correction_fate (
  tenant text not null, claim_id text not null, correction_id uuid not null, finding_id uuid not null,
  kind text not null, decided_by text not null, rule_id text not null, facility_id text, coder text,
  version int not null, revision int not null, next_version int not null, next_revision int not null,
  fate text not null, drg_before text, drg_after text, weight_change int, amount_change bigint,
  recorded_at timestamptz not null default now(),
  primary key (correction_id, finding_id)
);
create index on correction_fate (tenant, recorded_at, correction_id);
comment on table correction_fate is 'What became of each finding of a correction in the next version or revision of its claim; insert-only. weight_change: ten-thousandths; amount_change: cents';

create table provider_query (
  query_id uuid primary key, tenant text not null, claim_id text not null, version int not null, revision int not null, finding_id uuid not null,
  facility_id text, state smallint not null, addressee text, deadline timestamptz not null, correction_id uuid
);
create index on provider_query (tenant, state, deadline, query_id);
create index on provider_query (correction_id) where correction_id is not null;
comment on table provider_query is 'A query to a provider as it stands; it follows from query_act';

create table query_act (
  id bigint generated always as identity primary key,
  act_id uuid not null, query_id uuid not null, tenant text not null, act text not null, person text not null, state smallint not null,
  wording text, addressee text, deadline timestamptz, answer text, note text,
  recorded_at timestamptz not null default now()
);
create unique index on query_act (tenant, act_id);
create index on query_act (query_id, id);
comment on table query_act is 'What was done to queries, with their wording then; insert-only';
`

const WORK = `
alter table work_finding
  add column state smallint not null default 0, add column active bool not null default false, add column owner text not null default '',
  add column due_date date not null default 'infinity', add column impact_cents bigint not null default ${NO_CENTS};
update work_finding set active = true, due_date = case when discharge_date = '${NO_DATE}' then 'infinity' else discharge_date + 4 end where is_open;
`
