import type { RunRequest } from '@claims-audit/contracts'
import type { Ledger, RunInput, Stretch } from '@claims-audit/ledger'
import { FileReader } from './file-reader.js'
import { ArchiveReader, TopicReader } from './log-readers.js'
import type { RunEvent } from './run-event.js'

/** Reads a run's stretches, one after the other; what it needs is opened at the first. */
export interface StretchReader {
  read(stretch: Stretch): AsyncIterable<RunEvent>
  close(): Promise<void>
}

export function readerOf({ source }: RunRequest, from: { inputs: RunInput[]; brokers: string[]; ledger: Ledger }): StretchReader {
  if (source.kind === 'files') return only('lines', new FileReader(from.inputs.map(({ file }) => file)))
  return only('offsets', source.kind === 'topic' ? new TopicReader(from.brokers, source) : new ArchiveReader(from.ledger, source))
}

/** A source is cut into stretches of its own kind. */
function only<K extends Stretch['kind']>(kind: K, reader: { read(stretch: Extract<Stretch, { kind: K }>): AsyncIterable<RunEvent>; close(): Promise<void> }): StretchReader {
  const isOwn = (stretch: Stretch): stretch is Extract<Stretch, { kind: K }> => stretch.kind === kind
  return {
    read: (stretch) => {
      if (!isOwn(stretch)) throw new Error(`a stretch of ${stretch.kind} where ${kind} are read`)
      return reader.read(stretch)
    },
    close: () => reader.close(),
  }
}
