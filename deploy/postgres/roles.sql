-- Roles for the services. Run once in the ledger's database, as a role that may make roles, before `claims-audit prepare`;
-- then give each a password (alter role … password '…') or a certificate. docs/operations.md says who uses which.

create role claims_audit_migrator login;
create role claims_audit_writer login;
create role claims_audit_reader login;

do $$ begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to claims_audit_migrator, claims_audit_writer, claims_audit_reader', current_database());
end $$;
revoke all on schema public from public;
grant usage, create on schema public to claims_audit_migrator;
grant usage on schema public to claims_audit_writer, claims_audit_reader;

-- What the migrator makes, partitions included: rows are added and read.
alter default privileges for role claims_audit_migrator in schema public grant select, insert on tables to claims_audit_writer;
alter default privileges for role claims_audit_migrator in schema public grant select on tables to claims_audit_reader;
alter default privileges for role claims_audit_migrator in schema public revoke execute on functions from public;

-- What a direct connection sets for itself, and cannot behind PgBouncer in transaction mode.
alter role claims_audit_writer set idle_in_transaction_session_timeout = '30s';
alter role claims_audit_reader set idle_in_transaction_session_timeout = '30s';
alter role claims_audit_reader set statement_timeout = '120s';
alter role claims_audit_reader set lock_timeout = '5s';
