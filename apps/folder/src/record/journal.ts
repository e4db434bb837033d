import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Entry } from '../read/judged.js'

const NAME = 'claims.jsonl'

/**
 * What became of each claim of a file so far: an entry is written once Kafka has its event. It is the checkpoint, and
 * what answers are made of.
 */
export class Journal {
  private constructor(
    private readonly handle: FileHandle,
    /** How many entries it held when it was opened. */
    readonly count: number,
  ) {}

  /**
   * Goes on with what is in the folder, or begins. The entries are copied: a process that lost this file without
   * knowing still holds the former one open, and writes there.
   */
  static async open(folder: string): Promise<Journal> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const copy = createWriteStream(join(folder, 'copy'), { mode: 0o600 })
    let count = 0
    for await (const line of wholeLines(folder)) {
      if (!copy.write(`${line}\n`)) await once(copy, 'drain')
      count += 1
    }
    copy.end()
    await once(copy, 'close')
    await rename(join(folder, 'copy'), join(folder, NAME))
    return new Journal(await open(join(folder, NAME), 'a'), count)
  }

  async append(entries: readonly Entry[]): Promise<void> {
    await this.handle.appendFile(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    await this.handle.datasync()
  }

  close(): Promise<void> {
    return this.handle.close()
  }
}

/** The entries in a folder, in order. */
export async function* entriesIn(folder: string): AsyncGenerator<Entry> {
  for await (const line of wholeLines(folder)) yield JSON.parse(line) as Entry
}

/** A process that died as it wrote leaves a last line that does not end in a brace and a line break. */
async function* wholeLines(folder: string): AsyncGenerator<string> {
  const stream = createReadStream(join(folder, NAME), 'utf8')
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) if (parses(line)) yield line
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  } finally {
    stream.destroy()
  }
}

function parses(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
