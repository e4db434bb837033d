import type { DataSource } from 'typeorm'
import { APP, OPERATOR } from './roles.js'

const LOGIN = 'claims_audit_api'

/**
 * Makes, or finds, a login of the api's own on a server that is ours, and gives its address. It owns nothing and has no
 * right by itself: it takes the role of the app or the operator for a transaction. Undefined where the connection may
 * not make roles.
 */
export async function apiLogin(ledger: DataSource, databaseUrl: string, password: string): Promise<string | undefined> {
  const [row]: { may: boolean }[] = await ledger.query(
    'select rolsuper or rolcreaterole as may from pg_roles where rolname = current_user',
  )
  if (row?.may !== true) return undefined
  await insistently(() =>
    ledger.query(`
do $$ begin
  if not exists (select from pg_roles where rolname = '${LOGIN}') then create role ${LOGIN} noinherit; end if;
end $$;
do $$ begin execute format('grant usage on schema %I to ${LOGIN}', current_schema()); end $$;
grant ${APP}, ${OPERATOR} to ${LOGIN}`),
  )
  const [quoted]: { password: string }[] = await ledger.query('select quote_literal($1) as password', [password])
  await insistently(() => ledger.query(`alter role ${LOGIN} login noinherit password ${quoted?.password}`))
  const url = new URL(databaseUrl)
  url.username = LOGIN
  url.password = password
  return url.href
}

/**
 * XX000, "tuple concurrently updated": a role is the whole server's, and another database changed it at the same
 * moment.
 */
const CHANGED_MEANWHILE = 'XX000'
const ATTEMPTS = 5

async function insistently<T>(change: () => Promise<T>, attempt = 1): Promise<T> {
  try {
    return await change()
  } catch (error) {
    if ((error as { code?: string }).code !== CHANGED_MEANWHILE || attempt === ATTEMPTS) throw error
    return insistently(change, attempt + 1)
  }
}
