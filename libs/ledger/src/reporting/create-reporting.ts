import { createHash } from 'node:crypto'
import type { DataSource, QueryRunner } from 'typeorm'
import { REPORT } from '../access/roles.js'
import { REPORT_VIEWS, readBy } from './report-views.js'
import type { ReportView } from './report-views.js'

const SCHEMA = 'reporting'

/**
 * The schema that reports read: views that ask as who asks them, over columns and rows that the role of reports may
 * read. Whose rows a login sees is fixed with the login, for a login could set any setting itself. Where the role is
 * absent, or the connection may not make a schema, there is none (docs/reporting.md).
 */
export async function createReporting(runner: QueryRunner): Promise<void> {
  if (!(await mayCreate(runner))) return
  const [row]: { schema: string; made: string | null }[] = await runner.query(
    `select quote_ident(current_schema()) as schema, obj_description(to_regnamespace('${SCHEMA}'), 'pg_namespace') as made`,
  )
  const own = row?.schema ?? ''
  const statements = [BASE(own), ...REPORT_VIEWS.map((view) => createView(view, own))]
  const digest = createHash('sha256').update(statements.join()).digest('hex')
  // Each start of a service comes by here, and a policy takes its table's lock.
  if (row?.made?.endsWith(digest) === true) return
  for (const statement of statements) await runner.query(statement)
  await runner.query(`comment on schema ${SCHEMA} is 'What reports read (docs/reporting.md); made from ${digest}'`)
}

async function mayCreate(runner: QueryRunner): Promise<boolean> {
  const [row]: { may: boolean }[] = await runner.query(
    `select exists (select from pg_roles where rolname = $1) and coalesce(
       (select has_schema_privilege(oid, 'create') from pg_namespace where nspname = $2),
       has_database_privilege(current_database(), 'create')) as may`,
    [REPORT, SCHEMA],
  )
  return row?.may === true
}

const BASE = (own: string): string => `
-- Asked for even where it is there, it needs a right on the database that only roles.sql gives out.
do $$ begin if to_regnamespace('${SCHEMA}') is null then create schema ${SCHEMA}; end if; end $$;
create table if not exists ${SCHEMA}.login (name name primary key, tenant text not null);
comment on table ${SCHEMA}.login is 'Whose rows each login of the role ${REPORT} sees';
revoke all on ${SCHEMA}.login from public;
create or replace function ${SCHEMA}.tenant() returns text language sql stable security definer set search_path = ${SCHEMA}, pg_temp
  as 'select tenant from login where name = session_user';
revoke execute on function ${SCHEMA}.tenant() from public;
grant usage on schema ${SCHEMA}, ${own} to ${REPORT};
grant execute on function ${SCHEMA}.tenant() to ${REPORT}`

function createView(view: ReportView, own: string): string {
  const [name, table] = [`${SCHEMA}.${view.name}`, `${own}.${view.from}`]
  const columns = Object.entries(view.columns)
  return `
create or replace view ${name} with (security_invoker = true) as
  select ${columns.map(([column, [sql]]) => `${sql} as ${column}`).join(', ')} from ${table} t;
comment on view ${name} is ${quoted(view.says)};
${columns.map(([column, [, says]]) => `comment on column ${name}.${column} is ${quoted(says)};`).join('\n')}
grant select on ${name} to ${REPORT};
grant select (${readBy(view).join(', ')}) on ${table} to ${REPORT};
drop policy if exists of_report on ${table};
create policy of_report on ${table} for select to ${REPORT} using (tenant = ${SCHEMA}.tenant())`
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Fixes whose rows a login sees, or with null that it sees none. Throws where the schema or the login is not there. */
export async function setReportingLogin(ledger: DataSource, login: string, tenant: string | null): Promise<void> {
  const [row]: { schema: string | null; role: boolean; name: string }[] = await ledger.query(
    `select to_regclass('${SCHEMA}.login')::text as schema, exists (select from pg_roles where rolname = $1) as role, quote_ident($1) as name`,
    [login],
  )
  if (row?.schema == null)
    throw new Error(`the schema ${SCHEMA} is not there; make the role ${REPORT}, then run "claims-audit prepare"`)
  if (!row.role) throw new Error(`there is no login ${login}; make it: create role ${login} login password '…'`)
  await ledger.transaction(async (session) => {
    await session.query(`delete from ${SCHEMA}.login where name = $1`, [login])
    if (tenant === null) return session.query(`revoke ${REPORT} from ${row.name}`)
    await session.query(`insert into ${SCHEMA}.login (name, tenant) values ($1, $2)`, [login, tenant])
    return session.query(`grant ${REPORT} to ${row.name}`)
  })
}
