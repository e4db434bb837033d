import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClusterOptions } from '@claims-audit/event-log'
import { openLedger } from '@claims-audit/ledger'
import { clusterGiven, setting } from '@claims-audit/settings'

/** Where a running `npm start` says what it uses. */
const RUNNING = join('.local', 'stack.json')

export type Ledger = Awaited<ReturnType<typeof openLedger>>

/** What `npm start` works with, in this folder. */
interface Running {
  brokers: string[]
  databaseUrl: string
}

/**
 * The cluster by its settings, else that of the `npm start` that runs in this folder. Throws with the ways out where
 * there is neither.
 */
export function cluster(): ClusterOptions {
  const found = clusterGiven() ?? runningCluster()
  if (found === undefined)
    throw new Error('no running pipeline: run "npm start" in this folder, or set KAFKA_BROKERS and DATABASE_URL')
  return found
}

/** The database by its settings, else that of the `npm start` that runs in this folder. */
export function databaseUrl(): string {
  const url = databaseUrlGiven()
  if (url === undefined) throw new Error('no database: run "npm start" in this folder, or set DATABASE_URL')
  return url
}

/** The same; undefined where there is neither. */
export const databaseUrlGiven = (): string | undefined => setting('DATABASE_URL') ?? runningStack()?.databaseUrl

/** Runs `work` with the ledger, and lets go of it afterwards. `command` is what Postgres shows. */
export async function withLedger<T>(command: string, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await openLedger({
    databaseUrl: databaseUrl(),
    applicationName: `claims-audit ${command}`,
    poolSize: 2,
  }).catch((cause: Error) => {
    throw new Error(`the database cannot be opened: ${cause.message}`, { cause })
  })
  return work(ledger).finally(() => ledger.destroy())
}

function runningCluster(): ClusterOptions | undefined {
  const running = runningStack()
  return running && { brokers: running.brokers }
}

function runningStack(): Running | undefined {
  try {
    const { pid, ...running } = JSON.parse(readFileSync(RUNNING, 'utf8')) as Running & { pid: number }
    // Left over by one that was killed: nothing answers there any more.
    process.kill(pid, 0)
    return running
  } catch {
    return undefined
  }
}
