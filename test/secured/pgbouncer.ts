import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, copyFile, mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '@claims-audit/stack'
import type { Authority } from './certificates.ts'
import type { SecuredPostgres } from './secured-postgres.ts'

const execute = promisify(execFile)
const PATHS = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` }

/** Whether there is a PgBouncer, or apt could bring one. */
export async function hasPgBouncer(): Promise<boolean> {
  const answers = (): Promise<boolean> =>
    execute('pgbouncer', ['--version'], { env: PATHS }).then(
      () => true,
      () => false,
    )
  if (await answers()) return true
  await execute('apt-get', ['install', '-y', '--no-install-recommends', 'pgbouncer']).catch(() => undefined)
  return answers()
}

export interface PgBouncer {
  port: number
  stop(): Promise<void>
}

const STARTS_WITHIN_MS = 10_000

/** A PgBouncer before a server, TLS on both sides, which gives each transaction any of its few sessions. */
export async function startPgBouncer(
  folder: string,
  authority: Authority,
  postgres: SecuredPostgres,
): Promise<PgBouncer> {
  await mkdir(folder)
  const port = await freePort()
  const { cert, key } = await authority.sign('pgbouncer')
  const roles = ['migrator', 'writer', 'app', 'api'] as const
  await writeFile(
    join(folder, 'users.txt'),
    roles.map((role) => `"claims_audit_${role}" "${postgres.passwordOf(role)}"\n`).join(''),
  )
  await copyFile(cert, join(folder, 'server.pem'))
  await copyFile(key, join(folder, 'server.key'))
  await copyFile(authority.file, join(folder, 'ca.pem'))
  await writeFile(join(folder, 'pgbouncer.ini'), settings(folder, port, postgres))
  const account = await giveAway(folder)
  const child = spawn('pgbouncer', [join(folder, 'pgbouncer.ini')], { stdio: 'ignore', env: PATHS, ...account })
  await listens(port)
  const stop = async (): Promise<void> => {
    child.kill('SIGINT')
    if (child.exitCode === null) await once(child, 'exit')
  }
  return { port, stop }
}

const settings = (folder: string, port: number, { port: server, database }: SecuredPostgres): string => `[databases]
${database} = host=127.0.0.1 port=${server} dbname=${database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${folder}/users.txt
pool_mode = transaction
default_pool_size = 4
client_tls_sslmode = require
client_tls_cert_file = ${folder}/server.pem
client_tls_key_file = ${folder}/server.key
server_tls_sslmode = verify-full
server_tls_ca_file = ${folder}/ca.pem
logfile = ${folder}/pgbouncer.log
`

/** PgBouncer does not run as root. */
async function giveAway(folder: string): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (which) => Number((await execute('id', [which, 'nobody'])).stdout)),
  )
  for (const name of ['', 'users.txt', 'server.pem', 'server.key', 'ca.pem', 'pgbouncer.ini'])
    await chown(join(folder, name), uid as number, gid as number)
  await chmod(folder, 0o700)
  return { uid: uid as number, gid: gid as number }
}

async function listens(port: number): Promise<void> {
  for (const deadline = Date.now() + STARTS_WITHIN_MS; ; await pause(50)) {
    const socket = connect(port, '127.0.0.1')
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isOpen) return
    if (Date.now() > deadline) throw new Error('PgBouncer does not listen')
  }
}
