import { setTimeout as pause } from 'node:timers/promises'
import { kindOf } from '@claims-audit/event-log'
import type { Door } from '@claims-audit/door'
import { Job } from '../take/job.js'
import { workOn } from '../work-on.js'
import type { FileOutcome } from '../work-on.js'
import { Looks } from './looks.js'
import type { LookOptions } from './looks.js'
import { submittersIn } from './submitter.js'
import type { Submitter } from './submitter.js'

export interface WatcherOptions extends LookOptions {
  folder: string
  door: Pick<Door, 'send'>
  /** Whether documents come apart from claims, and are read. */
  documentsApart: boolean
  /** How often the folders are looked at. */
  everyMs: number
  /** After how long without a sign of life a file is taken over from another process. */
  leaseMs: number
  log: Log
  /** Is told what became of each file. */
  finished: (outcome: FileOutcome) => void
}

interface Log {
  info(line: string): void
  warn(line: string): void
}

/** A process says so often within a lease that it is alive. */
const BEATS = 4

/**
 * Reads what comes into the folders of the submitters: one file at a time of each, the submitters beside each other.
 */
export class Watcher {
  private readonly stopping = new AbortController()
  private readonly looks = new Map<string, Looks>()
  private readonly at = new Map<string, Promise<void>>()
  /** Ours, by their ids: being read, or waiting for what will pass. */
  private readonly jobs = new Map<string, Job>()
  private readonly beating: NodeJS.Timeout
  private watching: Promise<void> = Promise.resolve()
  private readonly options: WatcherOptions

  constructor(options: WatcherOptions) {
    this.options = options
    this.beating = setInterval(() => {
      for (const job of this.jobs.values()) void job.beat()
    }, options.leaseMs / BEATS)
  }

  start(): void {
    this.watching = this.watch()
  }

  /** Resolves once the batches under way are written down. The next start goes on from there. */
  async stop(): Promise<void> {
    this.stopping.abort()
    await this.watching
    await Promise.all([...this.jobs.values()].map((job) => job.leave()))
    await Promise.all(this.at.values())
    clearInterval(this.beating)
  }

  /** Files that lie in the folders, and the age of the oldest in seconds. */
  waiting(): { files: number; oldestSeconds: number } {
    const all = [...this.looks.values()]
    return {
      files: all.reduce((sum, each) => sum + each.waiting, 0) + this.jobs.size,
      oldestSeconds: Math.max(0, ...all.map((each) => (each.waiting > 0 ? each.oldestSeconds : 0))),
    }
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      try {
        for (const submitter of await submittersIn(this.options.folder)) this.attend(submitter)
      } catch (error) {
        this.options.log.warn(`waiting to read the folder (${kindOf(error)})`)
      }
      await pause(this.options.everyMs, undefined, { signal }).catch(() => undefined)
    }
  }

  private attend(submitter: Submitter): void {
    const { tenant } = submitter
    if (this.at.has(tenant) || this.stopping.signal.aborted) return
    const work = this.readAll(submitter)
      .catch((error: unknown) => this.options.log.warn(`waiting to read the folder of a submitter (${kindOf(error)})`))
      .finally(() => this.at.delete(tenant))
    this.at.set(tenant, work)
  }

  private async readAll(submitter: Submitter): Promise<void> {
    const mine = [...this.jobs.values()].filter((job) => job.submitter.tenant === submitter.tenant)
    for (const job of mine) if (!(await this.read(job))) return
    const left = await Job.takeOver(submitter, this.options.leaseMs, new Set(this.jobs.keys()))
    for (const job of left) await this.hold(job)
    for (const job of left) if (!(await this.read(job))) return
    const looks = this.looks.get(submitter.tenant) ?? new Looks(this.options)
    this.looks.set(submitter.tenant, looks)
    for (const ready of await looks.ready(submitter.in)) {
      if (this.stopping.signal.aborted) return
      const job = await Job.take(submitter, ready)
      if (job === undefined) continue
      await this.hold(job)
      if (!(await this.read(job))) return
    }
  }

  /** What was taken while this process stops is left to the next. */
  private async hold(job: Job): Promise<void> {
    this.jobs.set(job.id, job)
    if (this.stopping.signal.aborted) await job.leave()
  }

  /** Whether the next one may be read: what waits for Kafka or the disk waits for all. */
  private async read(job: Job): Promise<boolean> {
    const { log, finished } = this.options
    try {
      const outcome = await workOn(job, this.options)
      this.jobs.delete(job.id)
      finished(outcome)
      log.info(`file ${job.id}: ${told(outcome)}`)
      return true
    } catch (error) {
      if (job.signal.aborted) {
        this.jobs.delete(job.id)
        return !this.stopping.signal.aborted
      }
      log.warn(`file ${job.id} waits (${kindOf(error)})`)
      return false
    }
  }
}

/** A file's name may be a patient's: files are named by the id of their arrival. */
const told = ({ outcome, accepted, refused, faults }: FileOutcome): string =>
  `${outcome}, ${accepted} accepted, ${refused} refused${faults.length === 0 ? '' : ` (${faults.join(', ')})`}`
