import { createHash } from 'node:crypto'
import type { Outgoing } from '@claims-audit/event-log'
import { notesReader } from '@claims-audit/notes'
import type { Fault } from '@claims-audit/notes'
import { documentsSubmission, eventIdInFile } from '@claims-audit/submission'

export interface MessageAsked {
  bytes: Uint8Array
  /** Whose the documents are: MLLP names no sender. */
  tenant: string
}

/** The documents of an HL7 v2 message as events, and why others were refused. The same bytes give the same event ids. */
export function messageIn({ bytes, tenant }: MessageAsked): { events: Outgoing[]; faults: Fault[] } {
  const digest = createHash('sha256').update(bytes).digest('hex')
  const reader = notesReader('hl7v2', { isWhole: true })
  const events: Outgoing[] = []
  const faults: Fault[] = []
  for (const [ordinal, result] of [...reader.push(bytes), ...reader.end()].entries()) {
    const { at } = result
    if ('refused' in result) faults.push({ at, reason: result.refused })
    if (!('received' in result)) continue
    const sender = { tenant, tenants: [tenant], traceparent: undefined }
    const read = documentsSubmission(result.received, sender, eventIdInFile(digest, ordinal))
    if ('event' in read) events.push(read.event)
    else for (const reason of read.reasons) faults.push({ at, reason })
  }
  return { events, faults }
}
