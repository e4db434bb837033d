import type { QueryRunner } from 'typeorm'
import { MONTH_LOCK } from '../archive/archive.js'

/** The same for the access log. */
export const makeAccessMonths = (ledger: { query(text: string): Promise<unknown> }): Promise<unknown> =>
  ledger.query(
    `select make_access_month((date_trunc('month', now() at time zone 'UTC') + ahead * interval '1 month')::date) from generate_series(0, 1) ahead`,
  )

/** Sees to the month that claims are recorded in now, and to the next. */
export const makeClaimMonths = (ledger: { query(text: string): Promise<unknown> }): Promise<unknown> =>
  ledger.query(
    `select make_claim_month((date_trunc('month', now() at time zone 'UTC') + ahead * interval '1 month')::date) from generate_series(0, 1) ahead`,
  )

/** One number for everyone who makes them; taken before any lock of the table, so that no two wait for each other. */
const CLAIM_MONTH_LOCK = 7_302_048
const ACCESS_MONTH_LOCK = 7_302_049

/**
 * Partitions are made while services run, and only a table's owner can make one. These functions do it as the owner, so
 * that services need no more than rows (PostgreSQL manual, CREATE FUNCTION, "Writing SECURITY DEFINER Functions
 * Safely"). Each takes a number or a date and makes nothing but what its name says. PUBLIC may not call them; where
 * services have roles of their own, deploy/postgres/roles.sql says who may.
 */
export async function createPartitionMakers(runner: QueryRunner): Promise<void> {
  const [row]: { schema: string }[] = await runner.query('select quote_ident(current_schema()) as schema')
  const safely = `language plpgsql security definer set search_path = ${row?.schema}, pg_temp`
  for (const { name, body } of MAKERS) {
    await runner.query(`create or replace function ${name} returns void ${safely} as $body$\n${body}\n$body$`)
    await runner.query(`revoke execute on function ${name} from public`)
  }
}

export async function dropPartitionMakers(runner: QueryRunner): Promise<void> {
  for (const { name } of MAKERS) await runner.query(`drop function if exists ${name}`)
}

const MAKERS = [
  {
    // Where rows of the month are in the default partition already, from when it was far, they cannot be moved under a
    // running pipeline, and the month stays there. The lock comes before any lock of the table, so that no two wait for
    // each other.
    name: 'make_archive_month(month date)',
    body: `
declare first timestamptz := date_trunc('month', month::timestamp) at time zone 'UTC';
declare following timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'UTC';
begin
  perform pg_advisory_xact_lock(${MONTH_LOCK});
  if exists (select from archived_block_other where origin_at >= first and origin_at < following) then return; end if;
  execute format('create table if not exists %I partition of archived_block for values from (%L) to (%L)',
    'archived_block_' || to_char(month, 'YYYY_MM'), first, following);
end`,
  },
  {
    // Rows that came before their month was made are in the default partition, and stay there.
    name: 'make_claim_month(month date)',
    body: `
declare first timestamptz := date_trunc('month', month::timestamp) at time zone 'UTC';
declare following timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'UTC';
declare made text := 'audited_claim_' || to_char(month, 'YYYY_MM');
begin
  if to_regclass(made) is not null then return; end if;
  perform pg_advisory_xact_lock(${CLAIM_MONTH_LOCK});
  if to_regclass(made) is not null
    or exists (select from audited_claim_other where recorded_at >= first and recorded_at < following) then return; end if;
  execute format('create table %I (like audited_claim including defaults including constraints including storage)', made);
  execute format('alter table audited_claim attach partition %I for values from (%L) to (%L)', made, first, following);
end`,
  },
  {
    // Policies are on the parents alone, and who asks is granted no partition. The trigger is copied from the parent as
    // a month is attached.
    name: 'make_access_month(month date)',
    body: `
declare first timestamptz := date_trunc('month', month::timestamp) at time zone 'UTC';
declare following timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'UTC';
declare parent text;
begin
  perform pg_advisory_xact_lock(${ACCESS_MONTH_LOCK});
  if exists (select from access_log_other where at >= first and at < following) then return; end if;
  foreach parent in array array['access_log', 'access_claim'] loop
    continue when to_regclass(parent || '_' || to_char(month, 'YYYY_MM')) is not null;
    execute format('create table %I partition of %I for values from (%L) to (%L)',
      parent || '_' || to_char(month, 'YYYY_MM'), parent, first, following);
  end loop;
end`,
  },
  {
    // Attached, not created as a partition: that would wait for every transaction that writes another run's rows, and
    // hold up those after it. Of which tables, the ledger's form says (ADR 23).
    name: 'make_run_partitions(run int)',
    body: `
declare parents text[] := array['run_result', 'run_finding', 'run_skipped'];
declare parent text;
begin
  if to_regclass('ledger_form') is not null then
    if (select form from ledger_form) = 2 then parents := array['run_claim', 'run_skipped']; end if;
  end if;
  foreach parent in array parents loop
    execute format('create table %I (like %I including constraints including storage)', parent || '_' || run, parent);
    execute format('alter table %I attach partition %I for values in (%s)', parent, parent || '_' || run, run);
  end loop;
end`,
  },
  {
    // After the rows: that is quicker than keeping them while the rows come, and it proves that each is there once.
    name: 'key_run_partitions(run int)',
    body: `
declare parent text;
begin
  foreach parent in array array['run_result', 'run_finding', 'run_claim', 'run_skipped'] loop
    continue when to_regclass(parent || '_' || run) is null;
    execute format('alter table %I add primary key (%s)', parent || '_' || run, case parent
      when 'run_skipped' then 'unit, ordinal'
      when 'run_finding' then 'tenant, claim_id, version, revision, finding_id'
      else 'tenant, claim_id, version, revision' end);
    execute format('analyze %I', parent || '_' || run);
  end loop;
end`,
  },
  {
    // A caller who may delete a run has deleted its row before: without that, any caller could drop any run's results.
    name: 'drop_run_partitions(run int)',
    body: `
declare parent text;
begin
  if exists (select from audit_run where id = run) then
    raise exception 'run % is still there', run using errcode = 'object_not_in_prerequisite_state';
  end if;
  foreach parent in array array['run_result', 'run_finding', 'run_claim', 'run_skipped'] loop
    execute format('drop table if exists %I', parent || '_' || run);
  end loop;
end`,
  },
]
