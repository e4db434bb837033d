import { TOPICS } from '@claims-audit/contracts'
import type { Correction, ScreenedClaim } from '@claims-audit/contracts'
import { tail } from '@claims-audit/event-log'
import type { Received, Tail } from '@claims-audit/event-log'
import type { ClaimHistory } from '@claims-audit/ledger'
import { freePort } from '@claims-audit/stack'
import { startPipeline } from '../../apps/supervisor/src/pipeline.js'
import type { Pipeline } from '../../apps/supervisor/src/pipeline.js'
import { cli } from '../command-line.ts'
import { freshDatabase, freshLedger } from '../fresh-database.ts'

export const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')

/** The pipeline as real processes, on a database of its own. */
export interface Running {
  databaseUrl: string
  ports: { intake: number; api: number }
  pipeline: Pipeline
  claim(tenant: string, claimId: string): Promise<ClaimHistory>
  cli(...args: string[]): Promise<{ code: number; out: string; err: string }>
}

/**
 * `demo`: with people who can sign in. A port that was free may be taken by a service that takes any: then all starts
 * again, on others.
 */
export async function startRunning(
  fused: boolean,
  { demo = false, tries = 3 }: { demo?: boolean; tries?: number } = {},
): Promise<Running> {
  const databaseUrl = await newDatabase()
  const ports = { intake: await freePort(), api: await freePort() }
  const lines: string[] = []
  const started = await startPipeline({
    apiDatabaseUrl: databaseUrl,
    demo: demo ? { port: await freePort() } : undefined,
    brokers,
    databaseUrl,
    signingKey: 'a key for these tests',
    ports,
    mode: fused ? 'fused' : 'chained',
    watch: false,
    log: (line) => void lines.push(line),
  }).catch((error: Error) => error)
  const isTaken = started instanceof Error && lines.some((line) => line.includes('EADDRINUSE'))
  if (isTaken && tries > 1) return startRunning(fused, { demo, tries: tries - 1 })
  if (started instanceof Error) throw new Error(`${started.message}\n${lines.slice(-40).join('\n')}`)
  return {
    databaseUrl,
    ports,
    pipeline: started,
    claim: async (tenant, claimId) =>
      (await (await fetch(`http://127.0.0.1:${ports.api}/v1/claims/${tenant}/${claimId}`)).json()) as ClaimHistory,
    cli: (...args) => cli(args, { KAFKA_BROKERS: brokers.join(','), DATABASE_URL: databaseUrl }),
  }
}

/** A database of its own on the test's Postgres; with the ledger's tables unless they are not wanted. */
export function newDatabase({ migrated }: { migrated: boolean } = { migrated: true }): Promise<string> {
  const beside = process.env['DATABASE_URL'] ?? ''
  return migrated ? freshLedger(beside, 'e2e', brokers) : freshDatabase(beside, 'e2e')
}

/** Keeps what a topic brings from now on, and tells when what is waited for has come. */
export class Watch<T> {
  private readonly held: { value: T; event: Received }[] = []
  private readonly waiting = new Set<(value: T, event: Received) => void>()
  private tail: Tail | undefined

  static async on<T>(topic: string): Promise<Watch<T>> {
    const watch = new Watch<T>()
    watch.tail = await tail(brokers, topic, { fromBeginning: false }, (event) => watch.add(event))
    return watch
  }

  /** Resolves once `count` events fit, with these. */
  async until(fits: (value: T, event: Received) => boolean, count = 1): Promise<T[]> {
    const found = this.held.filter(({ value, event }) => fits(value, event)).map(({ value }) => value)
    await new Promise<void>((resolve) => {
      if (found.length >= count) return resolve()
      const take = (value: T, event: Received): void => {
        if (!fits(value, event)) return
        found.push(value)
        if (found.length < count) return
        this.waiting.delete(take)
        resolve()
      }
      this.waiting.add(take)
    })
    return found
  }

  async stop(): Promise<void> {
    await this.tail?.stop()
  }

  private add(event: Received): void {
    const value = parsed(event) as T
    this.held.push({ value, event })
    for (const take of [...this.waiting]) take(value, event)
  }
}

function parsed({ value }: Received): unknown {
  try {
    return JSON.parse(String(value))
  } catch {
    return undefined
  }
}

export const watchScreened = (): Promise<Watch<ScreenedClaim>> => Watch.on(TOPICS.screened)
export const watchCorrections = (): Promise<Watch<Correction>> => Watch.on(TOPICS.corrections)
