import type { Cluster } from '@claims-audit/event-log'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { settleVersions } from '@claims-audit/audit'
import { auditNextUnit, failRun, findRun, settleRun } from '@claims-audit/ledger'
import type { RunAdditions } from '@claims-audit/contracts'
import type { AuditRun, Ledger } from '@claims-audit/ledger'
import { EngineOutput } from './engine-output.js'
import { NOTHING_ADDED, OtherEditions } from '@claims-audit/reference'
import { assertSameFiles } from '../plan/plan-files.js'
import type { ThreadSays, ThreadWork } from './unit-thread.js'

export interface WorkOptions {
  databaseUrl: string
  /** For runs over a topic. */
  cluster?: Cluster
  /** In place of those that the run was asked with, where they lie elsewhere. */
  additions?: RunAdditions
  threads: number
  /** Aborted: each thread finishes its unit, and no more is taken. */
  signal?: AbortSignal
  /** So many more events were audited. */
  onAudited?: (events: number) => void
}

/**
 * Works on a run, beside others, until no unit is open, it is cancelled, or it fails; settles it when all units are
 * done. Gives the run as it then is. Whatever ends this leaves the run resumable.
 */
export async function workOnRun(ledger: Ledger, run: number, o: WorkOptions): Promise<AuditRun> {
  const { inputs, editions, request, additions } = await existing(ledger, run)
  if (editions === null) throw new Error(`run ${run} is not planned yet`)
  try {
    await assertSameFiles(inputs ?? [])
    if (request.source.kind === 'engine')
      await load(ledger, run, await EngineOutput.open(request.source.directory, request.editions), o)
    else
      await audit(
        {
          run,
          databaseUrl: o.databaseUrl,
          cluster: o.cluster ?? [],
          request,
          additions: o.additions ?? additions ?? NOTHING_ADDED,
          editions,
          inputs: inputs ?? [],
        },
        o,
      )
    await settleRun(ledger, run, settleVersions)
  } catch (error) {
    // Others, who have its editions, may be at work.
    if (!(error instanceof OtherEditions)) await failRun(ledger, run, (error as Error).message)
    throw error
  }
  return existing(ledger, run)
}

async function existing(ledger: Ledger, run: number): Promise<AuditRun> {
  const found = await findRun(ledger, run)
  if (found === undefined) throw new Error(`there is no run ${run}`)
  return found
}

/** Others have all units that are left; one may be given back. */
const HELD_MS = 300

/** Units that were audited elsewhere. */
async function load(
  ledger: Ledger,
  run: number,
  output: EngineOutput,
  { signal, onAudited }: WorkOptions,
): Promise<void> {
  while (signal?.aborted !== true) {
    const taken = await auditNextUnit(ledger, run, async ({ unit }) => {
      const audited = await output.read(unit)
      onAudited?.(audited.tally.read)
      return audited
    })
    if (taken === 'none') return
    if (taken === 'held') await pause(HELD_MS)
  }
}

async function audit(work: ThreadWork, o: WorkOptions): Promise<void> {
  const [failure] = await inThreads(work, o)
  if (failure !== undefined) throw failure
}

/**
 * Resolves when all threads have ended, with why those failed that did; the first failure stops the others after their
 * unit.
 */
async function inThreads(work: ThreadWork, { threads, signal, onAudited }: WorkOptions): Promise<Error[]> {
  const failures: Error[] = []
  const running = new Set<Worker>()
  const stop = (): void => running.forEach((thread) => thread.postMessage('stop'))
  signal?.addEventListener('abort', stop, { once: true })
  const end = (failure: Error): void => {
    failures.push(failure)
    stop()
  }
  await Promise.all(
    Array.from({ length: signal?.aborted === true ? 0 : threads }, () => {
      const thread = new Worker(THREAD, { workerData: work })
      running.add(thread)
      thread.on('message', (said: ThreadSays) =>
        'failed' in said
          ? end(said.unfit ? new OtherEditions(said.failed) : new Error(said.failed))
          : onAudited?.(said.audited),
      )
      return new Promise<void>((resolve) => {
        thread.once('error', (error) => end(error as Error))
        thread.once('exit', () => {
          running.delete(thread)
          resolve()
        })
      })
    }),
  )
  signal?.removeEventListener('abort', stop)
  return failures
}

/** The built file from src and from dist, so that tests start the thread that ships. */
const THREAD = new URL('../../dist/work/unit-thread.js', import.meta.url)
