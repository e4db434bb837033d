/** One thread of a run: takes units, audits them and records them, until none is open or it is told to stop. */
import { setPriority } from 'node:os'
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { RunRequest } from '@claims-audit/contracts'
import { isTransient } from '@claims-audit/event-log'
import type { Cluster } from '@claims-audit/event-log'
import { auditNextUnit, openLedger } from '@claims-audit/ledger'
import type { RunAdditions, RunEditions } from '@claims-audit/contracts'
import type { RunInput } from '@claims-audit/ledger'
import { auditUnit } from './audit-unit.js'
import { OtherEditions, assertSame, openPinned } from '@claims-audit/reference'
import { readerOf } from '../read/read-stretch.js'
import { restAfter } from './rest-after.js'

/** What a thread is started with. */
export interface ThreadWork {
  run: number
  databaseUrl: string
  cluster: Cluster
  request: RunRequest
  additions: RunAdditions
  editions: RunEditions
  inputs: RunInput[]
}

/** What a thread tells. */
export type ThreadSays =
  { audited: number } | { failed: string; /** By what is loaded here, not by the run. */ unfit: boolean }

/** Events between two words of progress, and two rests: some ten milliseconds of work. */
const TELL_EVERY = 50
/** Behind what serves the live pipeline on the same machine. On Linux it is this thread's own. */
const NICE = 10
/** Others have all units that are left; one may be given back. */
const HELD_MS = 300
/** A database that restarts is waited for; what lasts longer is for a person. */
const PATIENCE_MS = 60_000

const { run, databaseUrl, cluster, request, additions, editions, inputs } = workerData as ThreadWork
const say = (told: ThreadSays): void => parentPort?.postMessage(told)

/** Aborted when it is told to stop: the unit under way is finished without a rest. */
const stopping = new AbortController()
parentPort?.on('message', () => stopping.abort())

try {
  setPriority(NICE)
  await work()
} catch (error) {
  say({ failed: (error as Error).message, unfit: error instanceof OtherEditions })
}
// The port would keep the thread.
parentPort?.close()

async function work(): Promise<void> {
  const { knowledge, editions: here } = openPinned(additions, request.editions)
  assertSame(editions, here)
  // One connection for the unit under way, one for what the archive is asked meanwhile.
  const ledger = await openLedger({ databaseUrl, applicationName: `claims-audit run ${run}`, poolSize: 2 })
  const reader = readerOf(request, { inputs, cluster, ledger })
  const rest = paced(request.share)
  let failingSince: number | undefined
  try {
    while (!stopping.signal.aborted) {
      try {
        let audited = 0
        const counted = async (): Promise<void> => {
          audited += 1
          if (audited % TELL_EVERY !== 0) return
          say({ audited: TELL_EVERY })
          await rest()
        }
        const taken = await auditNextUnit(ledger, run, ({ stretch }) =>
          auditUnit(reader.read(stretch), knowledge, request.only ?? {}, counted),
        )
        say({ audited: audited % TELL_EVERY })
        failingSince = undefined
        if (taken === 'none') return
        if (taken === 'held') await pause(HELD_MS)
      } catch (error) {
        failingSince ??= performance.now()
        if (!isTransient(error) || performance.now() - failingSince > PATIENCE_MS) throw error
        await reader.close()
        await pause(1_000)
      }
      await rest()
    }
  } finally {
    await reader.close()
    await ledger.destroy()
  }
}

/**
 * Rests, where the run has a share, for as long as the work since the last rest asks for. Timers and messages have
 * their turn in any case, also where a source has all its events at once.
 */
function paced(share: number | undefined): () => Promise<void> {
  let since = performance.now()
  return async () => {
    const ms = restAfter(performance.now() - since, share)
    await (ms > 0 && !stopping.signal.aborted
      ? pause(ms, undefined, { signal: stopping.signal }).catch(() => undefined)
      : turn())
    since = performance.now()
  }
}
