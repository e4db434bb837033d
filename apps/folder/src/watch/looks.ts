import { lstat, readdir } from 'node:fs/promises'
import type { Limits } from '../parts/limits.js'
import { FileRefused } from '../parts/refused.js'
import type { FileFault } from '../parts/refused.js'
import { isComplete } from './complete.js'
import { isUnfinished, pathTo } from './names.js'

export interface LookOptions {
  /** Endings of marker files: `claims.837.done` says that `claims.837` is complete. */
  markers: readonly string[]
  /** How long a file must not have changed before its content is asked. */
  quietMs: number
  /** After how long without change a file that does not end is given up. */
  unfinishedMs: number
  limits: Limits
}

/** A file that can be taken; `fault`: it is refused unread. */
export interface Ready {
  name: Buffer
  marker?: Buffer
  fault?: FileFault
}

interface Look {
  size: number
  modified: number
  /** On a clock that no one sets. */
  since: number
  isComplete?: boolean
}

/** What lies in a folder, and since when it has not changed. */
export class Looks {
  private before = new Map<string, Look>()
  private readonly options: LookOptions
  /** Files that wait, and the age of the oldest in seconds. */
  waiting = 0
  oldestSeconds = 0

  constructor(options: LookOptions) {
    this.options = options
  }

  /** The files that can be taken, the oldest first. */
  async ready(folder: string): Promise<Ready[]> {
    const names = await readdir(folder, { encoding: 'buffer' })
    const listed = new Map(names.map((name) => [name.toString('latin1'), name]))
    const now = new Map<string, Look>()
    const found: (Ready & { modified: number })[] = []
    let oldest = Date.now()
    for (const [key, name] of listed) {
      if (isUnfinished(name) || this.isMarkerOf(key, listed)) continue
      const seen = await lstat(pathTo(folder, name)).catch(() => undefined)
      // Taken by another process meanwhile; or a folder, which no one sends.
      if (seen === undefined || seen.isDirectory()) continue
      oldest = Math.min(oldest, seen.mtimeMs)
      const look = this.look(key, { size: seen.size, modified: seen.mtimeMs })
      now.set(key, look)
      const ready = seen.isFile()
        ? await this.readiness(folder, name, look, listed)
        : { name, fault: 'not-a-file' as const }
      if (ready !== undefined) found.push({ ...ready, modified: look.modified })
    }
    this.before = now
    this.waiting = now.size
    this.oldestSeconds = Math.max(0, (Date.now() - oldest) / 1_000)
    return found.toSorted((a, b) => a.modified - b.modified)
  }

  private look(key: string, { size, modified }: { size: number; modified: number }): Look {
    const before = this.before.get(key)
    if (before?.size === size && before.modified === modified) return before
    return { size, modified, since: performance.now() }
  }

  private async readiness(
    folder: string,
    name: Buffer,
    look: Look,
    listed: ReadonlyMap<string, Buffer>,
  ): Promise<Ready | undefined> {
    const { markers, quietMs, unfinishedMs, limits } = this.options
    const marker = markers.map((ending) => listed.get(name.toString('latin1') + ending)).find(Boolean)
    if (marker !== undefined) return { name, marker }
    const quiet = performance.now() - look.since
    if (quiet < quietMs) return undefined
    try {
      look.isComplete ??= await isComplete(pathTo(folder, name), limits)
    } catch (error) {
      if (error instanceof FileRefused) return { name, fault: error.fault }
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
    if (look.isComplete) return { name }
    return quiet < unfinishedMs ? undefined : { name, fault: 'unfinished' }
  }

  private isMarkerOf(key: string, listed: ReadonlyMap<string, Buffer>): boolean {
    return this.options.markers.some((ending) => key.endsWith(ending) && listed.has(key.slice(0, -ending.length)))
  }
}
