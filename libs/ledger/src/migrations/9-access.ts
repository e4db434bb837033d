import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createDefiners } from '../access/definers.js'
import { makeRoles } from '../access/roles.js'
import { createPartitionMakers, makeAccessMonths } from '../tables/partition-makers.js'

/**
 * Who may see which rows, who has signed in, and who has seen what (ADR 27). Policies and rights are not here: they
 * follow from `secureLedger`, which runs after all migrations.
 */
export class Access9 implements MigrationInterface {
  readonly name = 'Access1700000000009'

  async up(runner: QueryRunner): Promise<void> {
    await makeRoles(runner)
    await runner.query(TABLES)
    await createPartitionMakers(runner)
    await createDefiners(runner)
    await makeAccessMonths(runner)
  }

  /** The roles stay: other databases of the server may use them. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNSECURED)
    await runner.query('drop table session, sign_in, logout_token, access_log, access_claim')
    await runner.query('alter table audit_run drop column tenant')
    await runner.query(
      'drop function refuse_change cascade; drop function archived_block_of, ledger_tenants, make_access_month',
    )
  }
}

const TABLES = `
alter table audit_run add column tenant text;
comment on column audit_run.tenant is 'Whose claims the run reads; null: those of all tenants, asked for by an operator';

create table sign_in (
  state_digest text primary key, nonce text not null, verifier text not null, goes_to text not null, began_at timestamptz not null default now()
);
comment on table sign_in is 'People who were sent to the identity provider and are not back yet. state_digest: SHA-256 of the state';

create table session (
  digest text primary key, issuer text not null, subject text not null, provider_session text, name text not null,
  roles text[] not null, facilities text[], tenants text[] not null, tenant text,
  began_at timestamptz not null default now(), seen_at timestamptz not null default now()
);
create index on session (issuer, subject);
comment on table session is 'Who is signed in. digest: SHA-256 of the cookie, which is kept nowhere; tenant: the one that was picked';

create table logout_token (
  issuer text not null, token_id text not null, seen_at timestamptz not null default now(), primary key (issuer, token_id)
);
comment on table logout_token is 'Logout tokens of the identity provider that were used: each counts once';

create table access_log (
  id uuid not null default gen_random_uuid(), at timestamptz not null default now(), tenant text not null,
  person text not null, roles text[] not null, session text, request text not null,
  act text not null, claims text[] not null, finding_id uuid, row_count int, filter_digest text,
  outcome text not null check (outcome in ('allowed', 'denied')),
  primary key (tenant, at, id)
) partition by range (at);
create table access_log_other partition of access_log default;
create index on access_log (tenant, person, at, id);
comment on table access_log is 'Who saw or did what with whose data (45 CFR 164.312(b)), by month; insert-only. No clinical text, no value of a filter';

create table access_claim (
  tenant text not null, claim_id text not null, at timestamptz not null, id uuid not null,
  primary key (tenant, claim_id, at, id)
) partition by range (at);
create table access_claim_other partition of access_claim default;
comment on table access_claim is 'The claims of each row of access_log, so that who saw a claim is found by an index';

create function refuse_change() returns trigger language plpgsql as $$ begin
  raise exception 'the access log is never changed' using errcode = 'object_not_in_prerequisite_state';
end $$;
create trigger refuse_change before update or delete on access_log for each row execute function refuse_change();
create trigger refuse_change before update or delete on access_claim for each row execute function refuse_change();
`

/** As the release before left it: without policies and row-level security. */
const UNSECURED = `
do $$ declare each record; begin
  for each in select tablename, policyname from pg_policies where schemaname = current_schema() loop
    execute format('drop policy %I on %I', each.policyname, each.tablename);
    execute format('alter table %I disable row level security, no force row level security', each.tablename);
  end loop;
end $$`
