import type { RunRequest } from '@claims-audit/contracts'
import type { Cluster } from '@claims-audit/event-log'
import type { Ledger, RunInput, Stretch } from '@claims-audit/ledger'
import { FileReader } from './file-reader.js'
import { ArchiveReader, TopicReader } from './log-readers.js'
import { ParquetReader } from './parquet-rows.js'
import type { RunEvent } from './run-event.js'

/** Reads a run's stretches, one after the other; what it needs is opened at the first. */
export interface StretchReader {
  read(stretch: Stretch): AsyncIterable<RunEvent>
  close(): Promise<void>
}

export function readerOf(
  { source }: RunRequest,
  from: { inputs: RunInput[]; cluster: Cluster; ledger: Ledger },
): StretchReader {
  if (source.kind === 'files') return filesReader(from.inputs.map(({ file }) => file))
  if (source.kind === 'engine') throw new Error('the output of an engine is imported, not read')
  const log = source.kind === 'topic' ? new TopicReader(from.cluster, source) : new ArchiveReader(from.ledger, source)
  return { read: (stretch) => log.read(ofKind('offsets', stretch)), close: () => log.close() }
}

function filesReader(files: string[]): StretchReader {
  const lines = new FileReader(files)
  const rows = new ParquetReader(files)
  return {
    read: (stretch) => (stretch.kind === 'rows' ? rows.read(stretch) : lines.read(ofKind('lines', stretch))),
    close: () => lines.close(),
  }
}

/** A source is cut into stretches of its own kind. */
function ofKind<K extends Stretch['kind']>(kind: K, stretch: Stretch): Extract<Stretch, { kind: K }> {
  const isOwn = (each: Stretch): each is Extract<Stretch, { kind: K }> => each.kind === kind
  if (isOwn(stretch)) return stretch
  throw new Error(`a stretch of ${stretch.kind} where ${kind} are read`)
}
