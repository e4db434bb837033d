import type { DataSource } from 'typeorm'
import { APP, OPERATOR } from './roles.js'

/** How a connection stands to row-level security. */
export interface Connection {
  /** It sees all rows unless it takes the role of the app: a superuser, one with BYPASSRLS, or an owner of tables. */
  bypasses: boolean
  mayBecomeApp: boolean
  mayBecomeOperator: boolean
  /** The ledger has policies. Without the roles it has none, and queries alone keep the rows of tenants apart. */
  hasRoles: boolean
}

const known = new WeakMap<DataSource, Promise<Connection>>()

/** Asked once, as soon as the ledger has policies: a role that is given later counts from the next start. */
export function connection(ledger: DataSource): Promise<Connection> {
  const asked = known.get(ledger) ?? ask(ledger)
  known.set(ledger, asked)
  const forget = (): void => void known.delete(ledger)
  asked.then(({ hasRoles }) => (hasRoles ? undefined : forget()), forget)
  return asked
}

const MAY_BECOME = (parameter: string): string =>
  `coalesce((select pg_has_role(r.oid, a.oid, 'member') from pg_roles a where a.rolname = ${parameter}), false)`

async function ask(ledger: DataSource): Promise<Connection> {
  const [row]: Connection[] = await ledger.query(
    `select r.rolsuper or r.rolbypassrls or exists (
         select from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and c.relowner = r.oid
       ) as bypasses, p.secured and ${MAY_BECOME('$1')} as "mayBecomeApp", p.secured and ${MAY_BECOME('$2')} as "mayBecomeOperator", p.secured as "hasRoles"
     from pg_roles r cross join (select exists (
       select from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relname = 'claim_outcome' and c.relrowsecurity
     ) as secured) p where r.rolname = current_user`,
    [APP, OPERATOR],
  )
  return row as Connection
}
