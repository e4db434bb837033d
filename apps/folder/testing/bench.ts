import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Door, DoorLedger } from '@claims-audit/door'
import type { Outgoing, Publisher } from '@claims-audit/event-log'
import { Watcher } from '../src/watch/watcher.js'
import type { WatcherOptions } from '../src/watch/watcher.js'
import type { FileOutcome } from '../src/work-on.js'

/** The example that docs/x12.md shows. */
export const example = (name: string): Promise<Buffer> =>
  readFile(new URL(`../../../contracts/examples/${name}`, import.meta.url))

export interface BenchOptions extends Partial<WatcherOptions> {
  publisher?: Publisher
  /** Where versions are kept. Default: nowhere. */
  databaseUrl?: string
}

/** A folder with one submitter, `north`, watched as fast as may be. */
export class Bench {
  readonly sent: Outgoing[] = []
  private readonly outcomes: FileOutcome[] = []
  private readonly waiting: ((outcome: FileOutcome) => void)[] = []
  private watcher: Watcher | undefined
  private ledger: DoorLedger | undefined

  private constructor(
    readonly folder: string,
    private readonly options: BenchOptions,
  ) {}

  /** `folder`: that of another bench, which removes it. */
  static async open(options: BenchOptions = {}): Promise<Bench> {
    const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'claims-audit-folder-')))
    await mkdir(join(folder, 'north', 'in'), { recursive: true })
    return new Bench(folder, options)
  }

  at(...names: string[]): string {
    return join(this.folder, 'north', ...names)
  }

  /** What lies in one of the submitter's folders, in order of names. */
  async in(name: string): Promise<string[]> {
    return (await readdir(this.at(name))).toSorted()
  }

  /** Whole, as a transfer program leaves it. */
  put(name: string, content: Buffer | string): Promise<void> {
    return writeFile(this.at('in', name), content)
  }

  start(): void {
    const { publisher = { send: (events) => Promise.resolve(void this.sent.push(...events)) }, databaseUrl } =
      this.options
    this.ledger = databaseUrl === undefined ? undefined : new DoorLedger(databaseUrl, 'test')
    this.watcher = new Watcher({
      folder: this.folder,
      door: new Door({ publisher, topic: 'claims.submitted', ledger: this.ledger }),
      documentsApart: false,
      markers: ['.done'],
      everyMs: 5,
      quietMs: 0,
      unfinishedMs: 0,
      leaseMs: 60_000,
      limits: { unpackedBytes: 50_000_000 },
      log: { info: () => undefined, warn: () => undefined },
      ...this.options,
      finished: (outcome) => {
        const next = this.waiting.shift()
        if (next === undefined) this.outcomes.push(outcome)
        else next(outcome)
      },
    })
    this.watcher.start()
  }

  /** What becomes of the next file. */
  next(): Promise<FileOutcome> {
    const ready = this.outcomes.shift()
    return ready === undefined ? new Promise((resolve) => this.waiting.push(resolve)) : Promise.resolve(ready)
  }

  async stop(): Promise<void> {
    await this.watcher?.stop()
    await this.ledger?.close()
    this.watcher = undefined
  }

  async close(): Promise<void> {
    await this.stop()
    if (this.options.folder === undefined) await rm(this.folder, { recursive: true, force: true })
  }

  /** The answer whose name has this ending. */
  async answer(ending: string): Promise<string> {
    const name = (await this.in('out')).find((each) => each.endsWith(ending))
    if (name === undefined) throw new Error(`no ${ending} among ${(await this.in('out')).join(', ')}`)
    return readFile(this.at('out', name), 'utf8')
  }
}
