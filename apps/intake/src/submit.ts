import { randomUUID } from 'node:crypto'
import { editionsOn } from '@claims-audit/code-sets'
import { codingDate, outsideEditions, parseEvent, readJson } from '@claims-audit/claim'
import { TOPICS, claimKey, typeOf } from '@claims-audit/contracts'
import type { Reason } from '@claims-audit/contracts'
import type { Outgoing } from '@claims-audit/event-log'

/** An event ready to publish, or every reason why it is refused. */
export type Submission = { event: Outgoing } | { reasons: Reason[] }

/** Reads one claim as it came over HTTP, by the same judgement that the topic's reader has; the event keeps the claim's own bytes. */
export function submission(body: string | Buffer, traceparent: string | undefined): Submission {
  const parsed = parseEvent(body)
  if ('rejected' in parsed) return { reasons: [parsed.rejected, ...parsed.others] }
  const { claim } = parsed
  if (editionsOn(codingDate(claim) ?? '') === undefined) return { reasons: [outsideEditions(claim)] }
  const { data, id } = unwrapped(body)
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
function unwrapped(body: string | Buffer): { data: string | Buffer; id?: string } {
  if (!body.includes('"specversion"')) return { data: body }
  const { value: event } = readJson(String(body)) as { value: { specversion?: unknown; data?: unknown; id?: unknown } }
  if (event.specversion === undefined || event.data === undefined) return { data: body }
  return { data: JSON.stringify(event.data), ...(typeof event.id === 'string' && { id: event.id }) }
}
