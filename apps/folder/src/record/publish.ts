import type { Door } from '@claims-audit/door'
import type { Accepted } from '@claims-audit/submission'
import type { Entry, Judged } from '../read/judged.js'
import type { Journal } from './journal.js'

/** Events that go to Kafka together, and their bytes. */
const BATCH = 500
const BATCH_BYTES = 1_000_000

/**
 * Publishes the claims that the journal does not hold yet, and then writes them down. Who dies in between sends up to
 * one batch again, with the same ids. Rejects where a batch could not be numbered or Kafka has not stored it, and with
 * the signal's reason.
 */
export async function publishAll(
  claims: AsyncIterable<Judged>,
  journal: Journal,
  { door, signal }: { door: Pick<Door, 'send'>; signal: AbortSignal },
): Promise<void> {
  let ordinal = 0
  let entries: Entry[] = []
  let accepted: Accepted[] = []
  let size = 0
  const flush = async (): Promise<void> => {
    signal.throwIfAborted()
    await door.send(accepted)
    // Who lost the file meanwhile says nothing of it.
    signal.throwIfAborted()
    await journal.append(entries)
    entries = []
    accepted = []
    size = 0
  }
  for await (const { entry, claim } of claims) {
    ordinal += 1
    if (ordinal <= journal.count) continue
    entries.push(entry)
    if (claim !== undefined) {
      accepted.push(claim)
      size += claim.event.value?.length ?? 0
    }
    if (entries.length === BATCH || size >= BATCH_BYTES) await flush()
  }
  if (entries.length > 0) await flush()
}
