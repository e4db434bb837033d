import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { PlannedUnit, RunInput } from '@claims-audit/ledger'
import { cutLines } from './cut-lines.js'
import { UnreadableInput, unpacked } from './unpack.js'

/** Reads files from end to end, so that what is cut short or damaged is told before anything is audited; says what they are and cuts them into units. */
export async function planFiles(files: string[]): Promise<{ inputs: RunInput[]; units: PlannedUnit[] }> {
  const inputs: RunInput[] = []
  const units: PlannedUnit[] = []
  for (const [at, file] of files.entries()) {
    const hash = createHash('sha256')
    let bytes = 0
    const onRaw = (chunk: Buffer): void => {
      hash.update(chunk)
      bytes += chunk.length
    }
    for await (const unit of cutLines(unpacked(file, { onRaw }), at)) units.push(unit)
    inputs.push({ file, bytes, digest: `sha256:${hash.digest('hex')}` })
  }
  return { inputs, units }
}

/** Before a run goes on: its files must be those that it was planned over. Throws UnreadableInput where one is not. */
export async function assertSameFiles(inputs: RunInput[]): Promise<void> {
  for (const input of inputs) {
    const { size } = await stat(input.file)
    if (size !== input.bytes || (await digestOf(input.file)) !== input.digest) throw new UnreadableInput(`${input.file} is not what it was when the run was planned; put it back, or begin a new run`)
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk)
  return `sha256:${hash.digest('hex')}`
}
