import type { OriginPosition } from '@claims-audit/audit'
import type { Reason } from '@claims-audit/contracts'
import { positionColumns, reasonColumns } from './shared-columns.js'
import { columns } from './table.js'
import type { Table } from './table.js'

/** A quarantined event: where it came from, why and where it failed, and what it was, byte by byte. */
export interface QuarantinedEvent {
  tenant: string
  claimId: string
  origin: OriginPosition
  /** Where it is a batch that could not be read: the last of its offsets, decimal. The origin is its first. */
  lastOffset?: string
  /** Whether its audit ends with this; the archive's failures leave the outcome to the audit. */
  concludes: boolean
  stage: string
  reason: Reason
  attempts: number
  failedAt: { topic: string; partition: number; offset: string }
  key: Uint8Array | null
  value: Uint8Array | null
  /** Original headers, as text. */
  headers: Record<string, string>
}

/** A quarantined event in the log that it came from. */
export interface QuarantineRow {
  event: QuarantinedEvent
  epoch: number
}

/** Among a quarantined batch's headers: the last of its offsets. No event's own header has such a name. */
export const LAST_OFFSET_HEADER = 'quarantine-last-offset'

export const QUARANTINE: Table<QuarantineRow> = {
  name: 'quarantine',
  repeats: true,
  columns: {
    ...columns<QuarantineRow>({ epoch: ['int', ({ epoch }) => epoch] }),
    ...positionColumns<QuarantineRow>('origin', ({ event }) => event.origin),
    ...columns<QuarantineRow>({
      origin_timestamp: ['bigint', ({ event }) => event.origin.timestamp],
      stage: ['text', ({ event }) => event.stage],
      tenant: ['text', ({ event }) => event.tenant],
      claim_id: ['text', ({ event }) => event.claimId],
    }),
    ...reasonColumns<QuarantineRow>(({ event }) => event.reason),
    ...columns<QuarantineRow>({ attempts: ['int', ({ event }) => event.attempts] }),
    ...positionColumns<QuarantineRow>('failed', ({ event }) => event.failedAt),
    ...columns<QuarantineRow>({
      key: ['bytea', ({ event }) => event.key],
      value: ['bytea', ({ event }) => event.value],
      headers: ['jsonb', ({ event }) => JSON.stringify(headersOf(event))],
    }),
  },
}

const headersOf = ({ headers, lastOffset }: QuarantinedEvent): Record<string, string> => ({
  ...headers,
  ...(lastOffset !== undefined && { [LAST_OFFSET_HEADER]: lastOffset }),
})
