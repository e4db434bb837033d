import { MAX_EVENT_BYTES, linesOf } from '@claims-audit/claim'
import type { Stretch } from '@claims-audit/ledger'
import type { RunEvent } from './run-event.js'
import { UnreadableInput, unpacked } from './unpack.js'

type Lines = Extract<Stretch, { kind: 'lines' }>

/**
 * Reads stretches of files. A packed file is read on from where the last stretch ended, since it can only be unpacked
 * from its beginning; stretches are given out in order, so that each reader unpacks a file once.
 */
export class FileReader {
  private file: number | undefined
  private at = 0
  private chunks: AsyncGenerator<Buffer> | undefined
  private held: Buffer = Buffer.alloc(0)

  constructor(private readonly files: string[]) {}

  async *read(stretch: Lines): AsyncGenerator<RunEvent> {
    for await (const { number, text, rejected } of linesOf(this.bytes(stretch), MAX_EVENT_BYTES))
      yield { ordinal: number - 1, value: text, key: null, ...(rejected && { rejected }) }
  }

  async close(): Promise<void> {
    await this.chunks?.return(undefined)
    this.chunks = undefined
  }

  private async *bytes({ file, from, to }: Lines): AsyncGenerator<Buffer> {
    await this.open(file, from)
    while (this.at < to) {
      if (this.held.length === 0) this.held = await this.next(file)
      const skip = Math.max(0, Math.min(from - this.at, this.held.length))
      const end = Math.min(to - this.at, this.held.length)
      if (skip < end) yield this.held.subarray(skip, end)
      this.at += end
      this.held = this.held.subarray(end)
    }
  }

  /** Goes on where it can; a file that is not packed is read from any place. */
  private async open(file: number, from: number): Promise<void> {
    if (this.file === file && this.at <= from && this.chunks !== undefined) return
    await this.close()
    this.file = file
    this.at = from
    this.held = Buffer.alloc(0)
    this.chunks = unpacked(this.files[file] ?? '', { from })
  }

  private async next(file: number): Promise<Buffer> {
    const { value, done } = (await this.chunks?.next()) ?? { done: true, value: undefined }
    if (done === true) throw new UnreadableInput(`${this.files[file]} is shorter than when the run was planned`)
    return value
  }
}
