import type { DataSource } from 'typeorm'
import type { LedgerSession } from '../sql/session.js'
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

/**
 * Asked once, as soon as the ledger has policies: a role that is given later counts from the next start. A transaction
 * asks over the connection that it holds: were each to wait for a second one of the pool, all of them could wait for
 * good.
 */
export function connection(ledger: DataSource, session: LedgerSession = ledger): Promise<Connection> {
  const asked = known.get(ledger) ?? ask(session)
  known.set(ledger, asked)
  const forget = (): void => void known.delete(ledger)
  asked.then(({ hasRoles }) => (hasRoles ? undefined : forget()), forget)
  return asked
}

const MAY_BECOME = (parameter: string): string =>
  `coalesce((select pg_has_role(r.oid, a.oid, 'member') from pg_roles a where a.rolname = ${parameter}), false)`

async function ask(session: LedgerSession): Promise<Connection> {
  const [row]: Connection[] = await session.query(
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
