import { randomUUID } from 'node:crypto'
import { editionsOn } from '@claims-audit/code-sets'
import { codingDate, outsideEditions, parseEvent } from '@claims-audit/claim'
import { TOPICS, claimKey, typeOf } from '@claims-audit/contracts'
import type { Reason } from '@claims-audit/contracts'
import type { Outgoing } from '@claims-audit/event-log'

/** An event ready to publish, or every reason why it is none. */
export type Submission = { event: Outgoing } | { reasons: Reason[] }

/** Reads one claim as it came over HTTP, by the same judgement that the topic's reader has; the event keeps the claim's own bytes. */
export function submission(text: string, traceparent: string | undefined): Submission {
  const parsed = parseEvent(text)
  if ('rejected' in parsed) return { reasons: [parsed.rejected, ...parsed.others] }
  const { claim } = parsed
  if (editionsOn(codingDate(claim) ?? '') === undefined) return { reasons: [outsideEditions(claim)] }
  const { data, id } = unwrapped(text)
  return {
    event: {
      topic: TOPICS.submitted,
      key: claimKey(claim.tenant, claim.claimId),
      type: typeOf(TOPICS.submitted),
      id: id ?? randomUUID(),
      value: data,
      ...(traceparent !== undefined && { traceparent }),
    },
  }
}

/** A CloudEvent in structured mode goes on in binary mode: its id as a header, its data as the value. */
function unwrapped(text: string): { data: string; id?: string } {
  if (!text.includes('"specversion"')) return { data: text }
  const event = JSON.parse(text) as { specversion?: unknown; data?: unknown; id?: unknown }
  if (event.specversion === undefined || event.data === undefined) return { data: text }
  return { data: JSON.stringify(event.data), ...(typeof event.id === 'string' && { id: event.id }) }
}
