import type { QueryRunner } from 'typeorm'
import { WITHOUT_TENANT, appPolicy } from './policies.js'
import { APP, OPERATOR, ROLES, WRITER, hasRoles } from './roles.js'
import type { DatabaseRole } from './roles.js'
import { FUNCTION_RIGHTS, OF_THE_API_ALONE, TABLE_RIGHTS } from './table-rights.js'

interface FoundTable {
  name: string
  columns: string[]
  secured: boolean
}

/**
 * Row-level security and the rights of each role, brought to what this release says. It runs after migrations, so that
 * tables that a later migration makes are covered without a word of it: whatever has a column `tenant` gets the
 * policies. It changes what differs and nothing else. Without the roles it does nothing, and the next `prepare` that
 * finds them does.
 */
export async function secureLedger(runner: QueryRunner): Promise<void> {
  if (!(await hasRoles(runner))) return
  for (const table of await tenantTables(runner)) if (!table.secured) await secureRows(runner, table)
  for (const role of ROLES) await setRights(runner, role)
}

/**
 * Of partitioned tables only the parent: policies apply to what is asked of it, and its partitions are granted to no
 * one who asks.
 */
async function tenantTables(runner: QueryRunner): Promise<FoundTable[]> {
  return runner.query(
    `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as secured,
       (select array_agg(a.attname::text) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
     from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and (c.relname = any($1) or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped))
     order by c.relname`,
    [WITHOUT_TENANT],
  )
}

/** FORCE holds for the owner too, who is therefore named where the writer is (PostgreSQL manual, 5.9). */
async function secureRows(runner: QueryRunner, { name, columns }: FoundTable): Promise<void> {
  const own = appPolicy(name, columns)
  await runner.query(`
alter table ${name} enable row level security, force row level security;
create policy of_writer on ${name} to ${WRITER}, current_user using (true) with check (true);
create policy of_operator on ${name} to ${OPERATOR} using (true) with check (true);
create policy of_tenant on ${name} to ${APP} using (${own}) with check (${own})`)
}

async function setRights(runner: QueryRunner, role: DatabaseRole): Promise<void> {
  const wanted = new Set(
    Object.entries(TABLE_RIGHTS[role]).flatMap(([table, privileges]) => privileges.map((each) => `${each}:${table}`)),
  )
  const held = new Set(await heldRights(runner, role))
  const exists = new Set(await relations(runner))
  const [privileges, table] = [0, 1] as const
  const parts = (right: string): [string, string] => right.split(':') as [string, string]
  // What the writer has by default is not listed, and stays.
  for (const right of role === WRITER ? [] : held)
    if (!wanted.has(right))
      await runner.query(`revoke ${parts(right)[privileges]} on ${parts(right)[table]} from ${role}`)
  for (const right of wanted)
    if (!held.has(right) && exists.has(parts(right)[table]))
      await runner.query(`grant ${parts(right)[privileges]} on ${parts(right)[table]} to ${role}`)
  if (role === WRITER) await setWriterDefaults(runner)
  for (const name of FUNCTION_RIGHTS[role]) await runner.query(`grant execute on function ${name} to ${role}`)
  const [row]: { schema: string }[] = await runner.query('select quote_ident(current_schema()) as schema')
  await runner.query(`grant usage on schema ${row?.schema} to ${role}`)
}

/** Rows are added and read, also in the partitions that are made later: runs COPY straight into theirs. */
async function setWriterDefaults(runner: QueryRunner): Promise<void> {
  const [row]: { schema: string }[] = await runner.query('select quote_ident(current_schema()) as schema')
  const schema = row?.schema
  await runner.query(`
alter default privileges in schema ${schema} grant select, insert on tables to ${WRITER};
grant select, insert on all tables in schema ${schema} to ${WRITER};
revoke all on ${OF_THE_API_ALONE.join(', ')} from ${WRITER};
grant select on sequence outbox_id_seq to ${WRITER}`)
}

/** As `privilege:relation`; a privilege on columns with their names. */
async function heldRights(runner: QueryRunner, role: DatabaseRole): Promise<string[]> {
  const rows: { held: string }[] = await runner.query(
    `select lower(g.privilege_type) || ':' || c.relname as held
     from pg_class c cross join lateral aclexplode(c.relacl) g join pg_roles r on r.oid = g.grantee
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v') and r.rolname = $1
     union all
     select lower(g.privilege_type) || ' (' || string_agg(a.attname, ', ' order by a.attnum) || '):' || c.relname
     from pg_class c join pg_attribute a on a.attrelid = c.oid cross join lateral aclexplode(a.attacl) g join pg_roles r on r.oid = g.grantee
     where c.relnamespace = current_schema()::regnamespace and r.rolname = $1 group by c.relname, g.privilege_type`,
    [role],
  )
  return rows.map(({ held }) => held)
}

async function relations(runner: QueryRunner): Promise<string[]> {
  const rows: { name: string }[] = await runner.query(
    `select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v')`,
  )
  return rows.map(({ name }) => name)
}
