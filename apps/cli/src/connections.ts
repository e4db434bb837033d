import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openLedger } from '@claims-audit/ledger'

/** Where a running `npm start` says what it uses. */
const RUNNING = join('.local', 'stack.json')

export type Ledger = Awaited<ReturnType<typeof openLedger>>

interface Connections {
  brokers: string[]
  databaseUrl: string
}

/** KAFKA_BROKERS and DATABASE_URL, else those of the `npm start` that runs in this folder. Throws with the ways out where there is neither. */
export function connections(): Connections {
  const running = runningStack()
  const brokers = process.env['KAFKA_BROKERS']?.split(',') ?? running?.brokers
  const databaseUrl = process.env['DATABASE_URL'] ?? running?.databaseUrl
  if (brokers === undefined || databaseUrl === undefined) throw new Error('no pipeline to talk to: run "npm start" in this folder, or set KAFKA_BROKERS and DATABASE_URL')
  return { brokers, databaseUrl }
}

/** DATABASE_URL, else that of the `npm start` that runs in this folder: for what needs no Kafka. */
export function databaseUrl(): string {
  const url = process.env['DATABASE_URL'] ?? runningStack()?.databaseUrl
  if (url === undefined) throw new Error('no database to talk to: run "npm start" in this folder, or set DATABASE_URL')
  return url
}

/** Runs `work` with the ledger, and lets go of it afterwards. `command` is what Postgres shows. */
export async function withLedger<T>(command: string, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await openLedger({ databaseUrl: databaseUrl(), applicationName: `claims-audit ${command}`, poolSize: 2 }).catch((cause: Error) => {
    throw new Error(`the database cannot be opened: ${cause.message}`, { cause })
  })
  return work(ledger).finally(() => ledger.destroy())
}

function runningStack(): Connections | undefined {
  try {
    const { pid, ...running } = JSON.parse(readFileSync(RUNNING, 'utf8')) as Connections & { pid: number }
    // Left over by one that was killed: nobody answers there any more.
    process.kill(pid, 0)
    return running
  } catch {
    return undefined
  }
}
