import { MAX_EVENT_BYTES, TOO_LARGE, parseDocuments } from '@claims-audit/claim'
import { TOPICS, documentsKey, typeOf } from '@claims-audit/contracts'
import type { ReceivedDocuments } from '@claims-audit/contracts'
import type { Outgoing } from '@claims-audit/event-log'
import { OF_ANOTHER_TENANT } from './submit.js'
import type { ForTenant, Submission } from './submit.js'

/** Whether an event holds documents, and no claim. */
export const areDocumentsOf = ({ topic }: Pick<Outgoing, 'topic'>): boolean => topic === TOPICS.documents

/**
 * Documents as an event ready to publish, or every reason why they are refused. Those that name no tenant are the
 * sender's.
 */
export function documentsSubmission(received: ReceivedDocuments, sender: ForTenant, eventId: string): Submission {
  const tenant = received.tenant ?? sender.tenant ?? 'default'
  const parsed = parseDocuments({ ...received, tenant })
  if ('rejected' in parsed) return { reasons: [parsed.rejected, ...parsed.others] }
  if (sender.tenants?.includes(tenant) === false) return { reasons: [OF_ANOTHER_TENANT] }
  const value = JSON.stringify(parsed.received)
  // What the topic does not take, or its reader would park, is refused where someone hears of it.
  if (Buffer.byteLength(value) > MAX_EVENT_BYTES) return { reasons: [TOO_LARGE] }
  return {
    event: {
      topic: TOPICS.documents,
      key: documentsKey(tenant, received),
      type: typeOf(TOPICS.documents),
      id: eventId,
      value,
      ...(sender.traceparent !== undefined && { traceparent: sender.traceparent }),
    },
  }
}
