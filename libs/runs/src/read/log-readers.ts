import type { LogSource } from '@claims-audit/contracts'
import { RangeReader, logIdentity, logName, envelopeIn } from '@claims-audit/event-log'
import type { Cluster, LogIdentity } from '@claims-audit/event-log'
import { FIRST_EPOCH, readArchived } from '@claims-audit/ledger'
import type { ArchivedSpan, Ledger, Stretch } from '@claims-audit/ledger'
import { spanOf } from '../plan/log-span.js'
import type { RunEvent } from './run-event.js'

type Offsets = Extract<Stretch, { kind: 'offsets' }>

const ordinalOf = (offset: string, { from }: Offsets): number => Number(BigInt(offset) - BigInt(from))

/** A run reads the log that it was planned over, or nothing. */
class AnotherTopic extends Error {
  override name = 'AnotherTopic'

  constructor(topic: string) {
    super(`${topic} is another log than when the run was planned: it was moved, or deleted and made again`)
  }
}

/** Reads stretches of a topic. */
export class TopicReader {
  private readonly span: ArchivedSpan
  private readonly reader: RangeReader

  private identity: Promise<LogIdentity> | undefined

  constructor(
    private readonly cluster: Cluster,
    source: LogSource,
  ) {
    this.span = spanOf(source)
    this.reader = new RangeReader(cluster, this.span.topic)
  }

  /** Timestamps need not rise with the offsets: what lies outside the span is left out. */
  async *read(stretch: Offsets): AsyncGenerator<RunEvent> {
    this.identity ??= logIdentity(this.cluster, this.span.topic)
    const log = logName(await this.identity)
    if (stretch.log !== undefined && stretch.log !== log) throw new AnotherTopic(this.span.topic)
    const { fromTime = -Infinity, toTime = Infinity } = this.span
    for await (const { offset, timestamp, key, value, headers, unreadable } of this.reader.read(
      stretch.partition,
      stretch.from,
      stretch.to,
    ))
      if (Number(timestamp) >= fromTime && Number(timestamp) < toTime)
        yield {
          ordinal: ordinalOf(offset, stretch),
          key,
          value,
          envelope: envelopeIn(headers),
          ...(unreadable && { rejected: { code: unreadable.code, pointer: null, keyword: unreadable.keyword } }),
        }
  }

  close(): Promise<void> {
    return this.reader.close()
  }
}

/** Reads stretches of the archive. */
export class ArchiveReader {
  private readonly span: ArchivedSpan

  constructor(
    private readonly ledger: Ledger,
    source: LogSource,
  ) {
    this.span = spanOf(source)
  }

  async *read(stretch: Offsets): AsyncGenerator<RunEvent> {
    for await (const { offset, key, value, headers } of readArchived(this.ledger, this.span, {
      epoch: FIRST_EPOCH,
      ...stretch,
    }))
      yield { ordinal: ordinalOf(offset, stretch), key, value, envelope: envelopeIn(headers) }
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}
