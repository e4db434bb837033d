import { TOPICS, typeOf } from '@claims-audit/contracts'
import {
  eventId,
  foreignHeaders,
  RangeReader,
  traceparentIn,
  type Cluster,
  type Outgoing,
  type Publisher,
} from '@claims-audit/event-log'
import { insertAccounted, placeName, readArchived, type Ledger, type OffsetSpan } from '@claims-audit/ledger'
import { reconcile, type Account } from './reconcile.js'
import { without } from './spans.js'

/** What became of a partition's missing and lost offsets. */
export interface Resubmitted {
  epoch: number
  partition: number
  /** Sent again, each as a new event. */
  sent: OffsetSpan[]
  /** Neither the log nor the archive has their bytes. */
  gone: OffsetSpan[]
}

const BATCH = 500

/** What an event was, wherever its bytes are found. */
interface Found {
  offset: string
  key: Buffer | null
  value: Buffer | null
  headers: Record<string, Buffer | string | undefined>
}

/**
 * Sends again what `reconcile` calls missing or lost: from the log where it still has the bytes, else from the archive.
 * Each keeps its id, at a new place, and names the old one (`ce_resubmissionof`); the old offsets are accounted for.
 */
export async function* resubmitMissing(
  cluster: Cluster,
  ledger: Ledger,
  o: { publisher: Publisher; by: string; note: string | null },
): AsyncGenerator<Resubmitted> {
  const reader = new RangeReader(cluster, TOPICS.submitted)
  try {
    for await (const account of reconcile(cluster, ledger)) {
      const sent: OffsetSpan[] = []
      for (const span of account.missing)
        await sendAll(reader.read(account.partition, span.first, after(span)), account, sent, ledger, o)
      for (const span of account.lost) await sendAll(archived(ledger, account, span), account, sent, ledger, o)
      const wanted = [...account.missing, ...account.lost]
      if (wanted.length > 0)
        yield { epoch: account.epoch, partition: account.partition, sent: joined(sent), gone: without(wanted, sent) }
    }
  } finally {
    await reader.close()
  }
}

const after = ({ last }: OffsetSpan): string => String(BigInt(last) + 1n)

function archived(ledger: Ledger, { epoch, partition }: Account, span: OffsetSpan): AsyncIterable<Found> {
  const everything = { topic: TOPICS.submitted, fromTime: undefined, toTime: undefined }
  return readArchived(ledger, everything, { epoch, partition, from: span.first, to: after(span) })
}

async function sendAll(
  events: AsyncIterable<Found>,
  { epoch, partition }: Account,
  sent: OffsetSpan[],
  ledger: Ledger,
  { publisher, by, note }: { publisher: Publisher; by: string; note: string | null },
): Promise<void> {
  let batch: Found[] = []
  const flush = async (): Promise<void> => {
    await publisher.send(batch.map((event) => again(event, epoch, partition)))
    const spans = joined(batch.map(({ offset }) => ({ first: offset, last: offset })))
    await insertAccounted(
      ledger,
      spans.map((span) => ({ ...span, epoch, topic: TOPICS.submitted, partition, kind: 'resubmitted', by, note })),
    )
    sent.push(...spans)
    batch = []
  }
  for await (const event of events) {
    batch.push(event)
    if (batch.length === BATCH) await flush()
  }
  if (batch.length > 0) await flush()
}

function again({ offset, key, value, headers }: Found, epoch: number, partition: number): Outgoing {
  const traceparent = traceparentIn(headers)
  const place = { topic: TOPICS.submitted, partition, offset }
  return {
    topic: TOPICS.submitted,
    key,
    type: String(headers['ce_type'] ?? typeOf(TOPICS.submitted)),
    // It is the event that was sent, and no stage has read it.
    id:
      headers['ce_id'] === undefined
        ? eventId(`resubmission ${epoch}`, { ...place, timestamp: '0' })
        : String(headers['ce_id']),
    value,
    ...(traceparent !== undefined && { traceparent }),
    headers: { ...foreignHeaders(headers), ce_resubmissionof: placeName({ epoch, ...place }) },
  }
}

/** Neighbours as one span. */
function joined(spans: readonly OffsetSpan[]): OffsetSpan[] {
  const joined: OffsetSpan[] = []
  for (const { first, last } of spans) {
    const before = joined.at(-1)
    if (before !== undefined && BigInt(before.last) + 1n === BigInt(first)) before.last = last
    else joined.push({ first, last })
  }
  return joined
}
