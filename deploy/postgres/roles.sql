-- Roles for the services. Run once in the ledger's database, as a role that may make roles, before `claims-audit prepare`;
-- then give each a password (alter role … password '…') or a certificate. docs/operations.md says who uses which. What each
-- may do with tables, `prepare` grants.

do $$ declare wanted text; begin
  foreach wanted in array array['claims_audit_migrator', 'claims_audit_writer', 'claims_audit_app'] loop
    if not exists (select from pg_roles where rolname = wanted) then execute format('create role %I', wanted); end if;
    execute format('alter role %I login', wanted);
  end loop;
  -- For runs over all tenants, where no one signs in: no login has it, and `npm start` alone gives it to one.
  if not exists (select from pg_roles where rolname = 'claims_audit_operator') then create role claims_audit_operator; end if;
  -- Logins of reports get it by `claims-audit ledger reporting-login`.
  if not exists (select from pg_roles where rolname = 'claims_audit_report') then create role claims_audit_report; end if;
  execute 'grant claims_audit_report to claims_audit_migrator with admin option';
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to claims_audit_migrator, claims_audit_writer, claims_audit_app', current_database());
end $$;
revoke all on schema public from public;
grant usage, create on schema public to claims_audit_migrator with grant option;
create schema if not exists reporting authorization claims_audit_migrator;
alter default privileges for role claims_audit_migrator in schema public revoke execute on functions from public;

-- What a direct connection sets for itself, and cannot behind PgBouncer in transaction mode.
alter role claims_audit_writer set idle_in_transaction_session_timeout = '30s';
alter role claims_audit_app set idle_in_transaction_session_timeout = '30s';
alter role claims_audit_app set statement_timeout = '120s';
alter role claims_audit_app set lock_timeout = '5s';
