import type { RunInput, Stretch } from '@claims-audit/ledger'
import { FileReader } from './file-reader.js'
import type { RunEvent } from './run-event.js'

/** Reads a run's stretches, one after the other. */
export interface StretchReader {
  read(stretch: Stretch): AsyncIterable<RunEvent>
  close(): Promise<void>
}

/** The reader of a run's source. It opens what it needs at the first stretch. */
export function readerOf({ inputs }: { inputs: RunInput[] }): StretchReader {
  return new FileReader(inputs.map(({ file }) => file))
}
