import { setTimeout as pause } from 'node:timers/promises'
import { kindOf } from '@claims-audit/event-log'
import type { Cluster } from '@claims-audit/event-log'
import { unfinishedRuns } from '@claims-audit/ledger'
import type { RunAdditions } from '@claims-audit/contracts'
import type { AuditRun, Ledger } from '@claims-audit/ledger'
import { canWorkOn, planRun, workOnRun } from '@claims-audit/runs'

export interface AttendantOptions {
  databaseUrl: string
  cluster: Cluster
  /**
   * This process's own packs and tables: a run that was asked for elsewhere is worked on where they make the same
   * editions.
   */
  additions: RunAdditions
  threads: number
}

interface Log {
  info(line: string): void
  warn(line: string): void
}

const EVERY_MS = 500
/** Several at once, so that a short run does not wait for a long one. */
const MOST_AT_ONCE = 3

/**
 * Plans and works on runs that were asked for, beside others that do. Runs over files are for those who have the files:
 * the command line.
 */
export class Attendant {
  private readonly stopping = new AbortController()
  private readonly at = new Map<number, Promise<void>>()
  /** Not ours, by their editions; they are not looked at again. */
  private readonly left = new Set<number>()
  private attending: Promise<void> = Promise.resolve()

  constructor(
    private readonly ledger: Ledger,
    private readonly options: AttendantOptions,
    private readonly log: Log,
  ) {}

  start(): void {
    this.attending = this.attend()
  }

  /** Resolves when the units under way are done. The runs stay open, for the next one that starts. */
  async stop(): Promise<void> {
    this.stopping.abort()
    await this.attending
    await Promise.all(this.at.values())
  }

  private async attend(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      try {
        await this.takeUp()
      } catch (error) {
        // Whatever it is, it is tried again.
        this.log.warn(`waiting to look for runs (${kindOf(error)})`)
      }
      await pause(EVERY_MS, undefined, { signal }).catch(() => undefined)
    }
  }

  private async takeUp(): Promise<void> {
    for (const run of await unfinishedRuns(this.ledger)) {
      if (this.at.size >= MOST_AT_ONCE) return
      const { id } = run
      if (!isForUs(run) || this.at.has(id) || this.left.has(id)) continue
      const work = this.carryOut(id).finally(() => this.at.delete(id))
      this.at.set(id, work)
    }
  }

  private async carryOut(run: number): Promise<void> {
    const { databaseUrl, cluster, additions, threads } = this.options
    try {
      await planRun(this.ledger, run, { cluster, additions })
      if (!(await canWorkOn(this.ledger, run, additions))) {
        this.left.add(run)
        this.log.info(`run ${run} is pinned to other editions than are loaded here, and is left to others`)
        return
      }
      this.log.info(`run ${run}: working on it`)
      const { state } = await workOnRun(this.ledger, run, {
        databaseUrl,
        cluster,
        additions,
        threads,
        signal: this.stopping.signal,
      })
      this.log.info(`run ${run} is ${state}`)
    } catch (error) {
      // Its reason is with the run.
      this.log.warn(`run ${run} failed (${(error as Error).name})`)
    }
  }
}

/** Who asked with packs of his own plans the run himself, and what lies in files is read where they lie. */
const isForUs = ({ state, request, additions }: Pick<AuditRun, 'state' | 'request' | 'additions'>): boolean =>
  request.source.kind !== 'files' && request.source.kind !== 'engine' && (state === 'running' || additions === null)
