import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTopics } from '@claims-audit/event-log'
import { migrate, openLedger } from '@claims-audit/ledger'
import { freePort } from '@claims-audit/stack'
import type { Random } from '../protocol/claims.ts'
import { startServers } from './servers.ts'
import type { Servers } from './servers.ts'
import { Services } from './services.ts'

export type Ledger = Awaited<ReturnType<typeof openLedger>>

/** The chained pipeline on its own Kafka and Postgres, all of it to be broken. */
export interface World {
  servers: Servers
  services: Services
  brokers: string[]
  intakePort: number
  random: Random
  /** What the services say. */
  logFile: string
  /** A connection to Postgres that no fault of the network touches. */
  withLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export async function openWorld(random: Random, logFile: string, log: (line: string) => void): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'claims-audit-faults-'))
  // Postgres runs under an account of its own, which has to get in.
  await chmod(folder, 0o755)
  const servers = await startServers(folder, log)
  const { brokers, databaseUrl } = servers
  const withLedger = async <T>(work: (ledger: Ledger) => Promise<T>): Promise<T> => {
    const direct = new URL(databaseUrl)
    direct.port = String(servers.postgres.proxy.target)
    const ledger = await openLedger({ databaseUrl: direct.href, applicationName: 'faults', poolSize: 2 })
    return work(ledger).finally(() => ledger.destroy())
  }
  await createTopics(brokers)
  await withLedger(migrate)
  const intakePort = await freePort()
  const services = new Services({ brokers, databaseUrl, logFile, intakePort })
  await services.startAll()
  const close = async (): Promise<void> => {
    await services.close()
    await servers.close()
  }
  return { servers, services, brokers, intakePort, random, logFile, withLedger, close }
}
