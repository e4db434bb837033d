import { randomUUID } from 'node:crypto'
import { lstat, mkdir, readFile, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileFault } from '../parts/refused.js'
import { pathTo, safeName } from '../watch/names.js'
import type { Ready } from '../watch/looks.js'
import type { Submitter } from '../watch/submitter.js'

const FOLDER = /^([0-9a-f-]{36})\.(\d{1,9})$/

/**
 * A file that is ours to read, in a folder of its own under `work`. The folder's name is the arrival's id and how often
 * it changed hands: who takes it over from a process that died renames it, so that one of several wins, and whatever
 * the other one still does by its path fails.
 */
export class Job {
  private readonly stopped = new AbortController()

  private constructor(
    readonly submitter: Submitter,
    /** Of this arrival, for good. */
    readonly id: string,
    private readonly hands: number,
    private readonly name: Buffer,
    /** Why it is refused unread. */
    readonly fault: FileFault | undefined,
  ) {}

  /** Claims a file by renaming it; undefined where another process was first. */
  static async take(submitter: Submitter, { name, marker, fault }: Ready): Promise<Job | undefined> {
    const job = new Job(submitter, randomUUID(), 0, name, fault)
    await mkdir(job.folder, { mode: 0o700 })
    await writeFile(job.at('lease'), '')
    await writeFile(job.at('name'), name)
    if (marker !== undefined) await writeFile(job.at('marker-name'), marker)
    if (fault !== undefined) await writeFile(job.at('fault'), fault)
    // The marker first: left behind, it would say of the next file of this name that it is complete.
    const isFirst =
      (marker === undefined || (await moved(pathTo(submitter.in, marker), job.at('marker')))) &&
      (await moved(pathTo(submitter.in, name), job.file))
    if (isFirst) return job
    await job.putBack()
    return undefined
  }

  /** The jobs of processes that have not been heard of for `leaseMs`; those in `mine` are left. */
  static async takeOver(submitter: Submitter, leaseMs: number, mine: ReadonlySet<string>): Promise<Job[]> {
    const taken: Job[] = []
    for (const folder of await readdir(submitter.work)) {
      const [, id = '', hands = ''] = FOLDER.exec(folder) ?? []
      if (id === '' || mine.has(id) || (await isHeld(join(submitter.work, folder), leaseMs))) continue
      const from = join(submitter.work, folder)
      const to = join(submitter.work, `${id}.${Number(hands) + 1}`)
      if (!(await moved(from, to))) continue
      const name = await readFile(join(to, 'name')).catch(() => Buffer.alloc(0))
      const fault = (await readFile(join(to, 'fault'), 'utf8').catch(() => undefined)) as FileFault | undefined
      const job = new Job(submitter, id, Number(hands) + 1, name, fault)
      await writeFile(job.at('lease'), '')
      // It died as it took it, or when all was done.
      if (await lstat(job.file).catch(() => undefined)) taken.push(job)
      else await job.putBack()
    }
    return taken
  }

  get folder(): string {
    return join(this.submitter.work, `${this.id}.${this.hands}`)
  }

  /** Under a name that is always the same: nothing that came is part of a path. */
  get file(): string {
    return this.at('file')
  }

  at(name: string): string {
    return join(this.folder, name)
  }

  /** The beginning of every name that this arrival leaves in `done`, `error` and `out`. */
  get label(): string {
    return `${this.id.slice(0, 8)}-${safeName(this.name)}`
  }

  /** Is aborted where the work is to end: another process has taken over, or this one stops. */
  get signal(): AbortSignal {
    return this.stopped.signal
  }

  /** Says that we are alive. */
  async beat(): Promise<void> {
    const now = new Date()
    await utimes(this.at('lease'), now, now).catch(() => this.stopped.abort())
  }

  /** Lets another process, or the next start, go on at once. */
  async leave(): Promise<void> {
    this.stopped.abort()
    await rm(this.at('lease'), { force: true })
  }

  /** All is answered. */
  async finish(to: 'done' | 'error'): Promise<void> {
    await moved(this.file, join(this.submitter[to], this.label))
    await rm(this.folder, { recursive: true, force: true })
  }

  /** A job without its file: its marker goes back to a file that still lies there. */
  private async putBack(): Promise<void> {
    const marker = await readFile(this.at('marker-name')).catch(() => undefined)
    const isThere = await lstat(pathTo(this.submitter.in, this.name)).catch(() => undefined)
    if (marker !== undefined && isThere?.isFile()) await moved(this.at('marker'), pathTo(this.submitter.in, marker))
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** Whether it was there to be moved. */
async function moved(from: string | Buffer, to: string | Buffer): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

/** Without a lease it was left on purpose; one that is being made is as young as its folder. */
async function isHeld(folder: string, leaseMs: number): Promise<boolean> {
  const made = await lstat(join(folder, 'lease')).catch(() => undefined)
  return made !== undefined && Date.now() - made.mtimeMs < leaseMs
}
