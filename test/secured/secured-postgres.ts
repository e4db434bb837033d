import { chown, copyFile, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '@claims-audit/stack'
import type { Authority } from './certificates.ts'

const DEPLOY = resolve(import.meta.dirname, '../../deploy/postgres')
/** `api` is a login of its own, as docs/access.md makes one where no one signs in. */
const ROLES = ['migrator', 'writer', 'app', 'api'] as const
export type Role = (typeof ROLES)[number]

export interface SecuredPostgres {
  port: number
  database: string
  passwordOf(role: Role): string
  /** Of a role, at a port that leads to the server. */
  urlOf(role: Role, port: number): string
  /** As the superuser, at the server itself. */
  asOwner<Row extends pg.QueryResultRow>(text: string): Promise<Row[]>
  stop(): Promise<void>
}

/** A server that takes TLS alone, with a role for each purpose and none of them a superuser. */
export async function startSecuredPostgres(
  folder: string,
  authority: Authority,
  log: (line: string) => void,
): Promise<SecuredPostgres> {
  const server = await startEmbeddedPostgres({ folder, durable: false, keepData: false, log })
  const owner = new URL(server.databaseUrl)
  const query = (text: string): Promise<pg.QueryResultRow[]> => once(owner.href, text)
  await query(await readFile(join(DEPLOY, 'roles.sql'), 'utf8'))
  await query(API_LOGIN)
  for (const role of ROLES) await query(`alter role claims_audit_${role} password '${passwordOf(role)}'`)
  await secure(query, authority)
  owner.searchParams.set('sslmode', 'verify-full')
  owner.searchParams.set('sslrootcert', authority.file)
  const urlOf = (role: Role, port: number): string =>
    `postgres://claims_audit_${role}:${passwordOf(role)}@127.0.0.1:${port}${owner.pathname}?sslmode=verify-full&sslrootcert=${authority.file}`
  const port = Number(owner.port)
  return {
    port,
    database: owner.pathname.slice(1),
    passwordOf,
    urlOf,
    asOwner: (text) => once(owner.href, text),
    stop: server.stop,
  }
}

const API_LOGIN = `
create role claims_audit_api login noinherit;
grant claims_audit_app, claims_audit_operator to claims_audit_api;
grant usage on schema public to claims_audit_api;
do $$ begin execute format('grant connect on database %I to claims_audit_api', current_database()); end $$;`

const passwordOf = (role: Role): string => `${role}-password`

/** The server's certificate, and who is let in: neither needs a restart (manual, 20.3.2 and 21.1). */
async function secure(query: (text: string) => Promise<pg.QueryResultRow[]>, authority: Authority): Promise<void> {
  const [place] = await query("select current_setting('hba_file') as hba")
  const hba = String(place?.['hba'])
  const { uid, gid } = await stat(hba)
  const { cert, key } = await authority.sign('postgres')
  const at = (name: string): string => join(dirname(hba), name)
  for (const [from, to] of [
    [cert, at('server.pem')],
    [key, at('server.key')],
  ] as const) {
    await copyFile(from, to)
    await chown(to, uid, gid)
  }
  await writeFile(hba, 'hostssl all all 127.0.0.1/32 scram-sha-256\nhostnossl all all all reject\n')
  await query(`alter system set ssl_cert_file = '${at('server.pem')}'`)
  await query(`alter system set ssl_key_file = '${at('server.key')}'`)
  await query('alter system set ssl = on')
  await query('select pg_reload_conf()')
}

async function once<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = (await client.query(text)) as pg.QueryResult<Row>
    return rows
  } finally {
    await client.end()
  }
}
