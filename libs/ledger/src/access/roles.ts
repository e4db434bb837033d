import type { QueryRunner } from 'typeorm'

/** The stages and the command line: they see the rows of all tenants. */
export const WRITER = 'claims_audit_writer'
/** The api, in the transaction of a request: it sees the rows of one tenant. */
export const APP = 'claims_audit_app'
/** The api for a program on its own machine, where no one signs in: runs over all tenants. */
export const OPERATOR = 'claims_audit_operator'

/** Logins of reports, each with a tenant: they read the views of the schema reporting. */
export const REPORT = 'claims_audit_report'

export const ROLES = [WRITER, APP, OPERATOR] as const
export type DatabaseRole = (typeof ROLES)[number]

/**
 * Makes the group roles where they are absent and the connection may make roles. They belong to the whole server, so
 * another database may make them at the same moment. Where it may not, deploy/postgres/roles.sql has them.
 */
export async function makeRoles(runner: QueryRunner): Promise<void> {
  await runner.query(`
do $$ declare wanted text; begin
  if not (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) then return; end if;
  foreach wanted in array array['${[...ROLES, REPORT].join("', '")}'] loop
    continue when exists (select from pg_roles where rolname = wanted);
    begin
      execute format('create role %I nologin noinherit nosuperuser nobypassrls', wanted);
      -- Who may make roles is given the administration of what it makes, and not its use (PostgreSQL 16).
      if not (select rolsuper from pg_roles where rolname = current_user) then
        execute format('grant %I to %I', wanted, current_user);
      end if;
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
end $$`)
}

/** Whether the server has all roles that services take: without them rows are not kept apart by the database. */
export async function hasRoles(runner: Pick<QueryRunner, 'query'>): Promise<boolean> {
  const [row]: { found: number }[] = await runner.query(
    'select count(*)::int as found from pg_roles where rolname = any($1)',
    [ROLES],
  )
  return row?.found === ROLES.length
}
