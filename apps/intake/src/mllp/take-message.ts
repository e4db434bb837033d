import { createHash } from 'node:crypto'
import { acknowledge, notesReader } from '@claims-audit/notes'
import type { Fault } from '@claims-audit/notes'
import { documentsSubmission, eventIdInFile } from '@claims-audit/submission'
import type { Outgoing } from '@claims-audit/event-log'

interface Door {
  /** Whose the documents are: MLLP names no sender. */
  tenant: string
  /** Rejects where Kafka has not stored all of them. */
  publish: (events: Outgoing[]) => Promise<void>
  refuse: () => void
}

/**
 * Publishes the documents of a message; its acknowledgment, once Kafka has them. The same bytes give the same event
 * ids.
 */
export async function takeMessage(message: Uint8Array, { tenant, publish, refuse }: Door): Promise<string> {
  const digest = createHash('sha256').update(message).digest('hex')
  const reader = notesReader('hl7v2', { isWhole: true })
  const events: Outgoing[] = []
  const faults: Fault[] = []
  for (const [ordinal, result] of [...reader.push(message), ...reader.end()].entries()) {
    const { at } = result
    if ('refused' in result) faults.push({ at, reason: result.refused })
    if (!('received' in result)) continue
    const sender = { tenant, tenants: [tenant], traceparent: undefined }
    const read = documentsSubmission(result.received, sender, eventIdInFile(digest, ordinal))
    if ('event' in read) events.push(read.event)
    else faults.push(...read.reasons.map((reason) => ({ at, reason })))
  }
  for (const _ of faults) refuse()
  await publish(events)
  return acknowledge(message, faults, new Date().toISOString())
}
