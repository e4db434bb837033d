import { acknowledge } from '@claims-audit/notes'
import type { Outgoing } from '@claims-audit/event-log'
import type { BodyReader } from '../reading/body-reader.js'

interface Door {
  /** Whose the documents are: MLLP names no sender. */
  tenant: string
  reader: BodyReader
  /** Rejects where Kafka has not stored all of them. */
  publish: (events: Outgoing[]) => Promise<void>
  refuse: () => void
}

/** Publishes the documents of a message; its acknowledgment, once Kafka has them. */
export async function takeMessage(bytes: Uint8Array, { tenant, reader, publish, refuse }: Door): Promise<string> {
  const read = await reader.read('message', { bytes, tenant })
  const { events, faults } = 'ended' in read ? { events: [], faults: [{ at: {}, reason: read.ended }] } : read
  for (const _ of faults) refuse()
  await publish(events)
  return acknowledge(bytes, faults, new Date().toISOString())
}
