import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { PlannedUnit, RunInput } from '@claims-audit/ledger'
import { cutLines } from './cut-lines.js'
import { cutRows } from '../read/parquet-rows.js'
import { UnreadableInput, formatOf, unpacked } from '../read/unpack.js'

/**
 * Reads files from end to end, so that what is cut short or damaged is told before anything is audited; says what they
 * are and cuts them into units.
 */
export async function planFiles(files: string[]): Promise<{ inputs: RunInput[]; units: PlannedUnit[] }> {
  const inputs: RunInput[] = []
  const units: PlannedUnit[] = []
  for (const [at, file] of files.entries()) {
    const seen = new Seen()
    if ((await formatOf(file)) === 'parquet') {
      units.push(...(await cutRows(file, at)))
      for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) seen.add(chunk)
    } else {
      for await (const unit of cutLines(unpacked(file, { onRaw: (chunk) => seen.add(chunk) }), at)) units.push(unit)
    }
    inputs.push({ file, ...seen.told() })
  }
  return { inputs, units }
}

/** How long a file is, and its digest, from what was read of it. */
class Seen {
  private bytes = 0
  private readonly hash = createHash('sha256')

  add(chunk: Buffer): void {
    this.hash.update(chunk)
    this.bytes += chunk.length
  }

  told(): { bytes: number; digest: string } {
    return { bytes: this.bytes, digest: `sha256:${this.hash.digest('hex')}` }
  }
}

/**
 * Before a run goes on: its files must be those that it was planned over; those that were read elsewhere are left
 * alone. Throws UnreadableInput where one is not.
 */
export async function assertSameFiles(inputs: RunInput[]): Promise<void> {
  for (const input of inputs) {
    if (input.digest === null) continue
    const { size } = await stat(input.file)
    if (size !== input.bytes || (await inputOf(input.file)).digest !== input.digest)
      throw new UnreadableInput(
        `${input.file} is not what it was when the run was planned; put it back, or begin a new run`,
      )
  }
}

/** Reads a file, to say what it is. */
export async function inputOf(file: string): Promise<RunInput> {
  const seen = new Seen()
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) seen.add(chunk)
  return { file, ...seen.told() }
}
