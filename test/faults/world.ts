import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTopics } from '@claims-audit/event-log'
import { migrate, openLedger } from '@claims-audit/ledger'
import { freePort } from '@claims-audit/stack'
import { migrateUpTo } from '../former-ledger.ts'
import type { Random } from '../protocol/claims.ts'
import { startServers } from './servers.ts'
import type { Servers } from './servers.ts'
import { Services } from './services.ts'
import type { Mode } from './services.ts'

export type { Mode } from './services.ts'

const execute = promisify(execFile)

export type Ledger = Awaited<ReturnType<typeof openLedger>>

/** The pipeline on its own Kafka and Postgres, all of it to be broken. */
export interface World {
  mode: Mode
  servers: Servers
  services: Services
  brokers: string[]
  intakePort: number
  random: Random
  /** What the services say. */
  logFile: string
  /** A connection to Postgres that no fault of the network touches; to the services' database, where none is named. */
  withLedger<T>(work: (ledger: Ledger) => Promise<T>, database?: string): Promise<T>
  close(): Promise<void>
}

/**
 * What a world stands on: one broker, the same without a signing key, that also with a ledger as the release before
 * left it, a small disk in memory that can be filled, or three brokers.
 */
export type Ground = 'usual' | 'unsigned' | 'former' | 'small-disk' | 'cluster'

/** Enough for a scenario, and soon full. */
const SMALL_DISK_MB = 900

export async function openWorld(o: {
  ground: Ground
  mode: Mode
  random: Random
  logFile: string
  log: (line: string) => void
}): Promise<World> {
  const { ground, mode, random, logFile, log } = o
  const folder = await mkdtemp(join(tmpdir(), 'claims-audit-faults-'))
  if (ground === 'small-disk') await mountSmallDisks(folder)
  // Postgres runs under an account of its own, which has to get in.
  await chmod(folder, 0o755)
  const copies = ground === 'cluster' ? 3 : 1
  const servers = await startServers(folder, { brokers: copies, log })
  const { addresses: brokers, databaseUrl } = servers
  const withLedger = async <T>(work: (ledger: Ledger) => Promise<T>, database?: string): Promise<T> => {
    const direct = new URL(databaseUrl)
    direct.port = String(servers.postgres.proxy.target)
    if (database !== undefined) direct.pathname = `/${database}`
    const ledger = await openLedger({ databaseUrl: direct.href, applicationName: 'faults', poolSize: 2 })
    return work(ledger).finally(() => ledger.destroy())
  }
  await createTopics(brokers, { replicationFactor: copies })
  if (ground === 'former') await withLedger((ledger) => migrateUpTo(ledger, 'ClaimsInOneRow'))
  await withLedger(migrate)
  const intakePort = await freePort()
  const services = new Services({
    brokers,
    databaseUrl,
    logFile,
    intakePort,
    mode,
    signingKey: ground === 'former' || ground === 'unsigned' ? undefined : randomBytes(32).toString('base64url'),
  })
  await services.startAll()
  const close = async (): Promise<void> => {
    await services.close()
    await servers.close()
    if (ground === 'small-disk') await unmountSmallDisks(folder)
    await rm(folder, { recursive: true, force: true })
  }
  return { mode, servers, services, brokers, intakePort, random, logFile, withLedger, close }
}

const DISKS = ['kafka-1', 'postgres'] as const

async function mountSmallDisks(folder: string): Promise<void> {
  for (const disk of DISKS) {
    await mkdir(join(folder, disk))
    await execute('mount', [
      '-t',
      'tmpfs',
      '-o',
      `size=${SMALL_DISK_MB}m,mode=755`,
      'claims-audit-faults',
      join(folder, disk),
    ])
  }
}

async function unmountSmallDisks(folder: string): Promise<void> {
  for (const disk of DISKS) await execute('umount', [join(folder, disk)])
}
