import type { OutcomeRow, OutgoingCorrection, Settlement } from '@claims-audit/audit'
import { claimKey } from '@claims-audit/contracts'
import type { Correction } from '@claims-audit/contracts'
import { positionColumns, reasonColumns } from './shared-columns.js'
import { columns } from './table.js'
import type { Table } from './table.js'

/** How an event of the log ended, in the log that it came from. */
export interface PlacedOutcome {
  row: OutcomeRow
  epoch: number
  /** Of the result or the void that is recorded with it, where one is. */
  contentDigest?: string | undefined
}

/** The digest of a version is in the row of the event that it came by. */
export function placedOutcomes(
  { outcomes, results, voids }: Pick<Settlement, 'outcomes' | 'results' | 'voids'>,
  epochOf: (log: string | undefined) => number,
): PlacedOutcome[] {
  const digests = new Map([...results, ...voids].map((each) => [versionKey(each), each.contentDigest]))
  return outcomes.map((row) => ({
    row,
    epoch: epochOf(row.origin.log),
    contentDigest:
      row.outcome === 'duplicate' ? undefined : digests.get(versionKey({ ...row, claimVersion: row.version })),
  }))
}

const versionKey = (
  of: Pick<OutcomeRow, 'tenant' | 'claimId' | 'revision'> & { claimVersion: number | null },
): string => `${of.claimVersion} ${of.revision} ${claimKey(of.tenant, of.claimId)}`

/** In either form. */
export const OUTCOME = {
  ...columns<PlacedOutcome>({
    tenant: ['text', ({ row }) => row.tenant],
    claim_id: ['text', ({ row }) => row.claimId],
    epoch: ['int', ({ epoch }) => epoch],
  }),
  ...positionColumns<PlacedOutcome>('origin', ({ row }) => row.origin),
  ...columns<PlacedOutcome>({
    origin_timestamp: ['bigint', ({ row }) => row.origin.timestamp],
    version: ['int', ({ row }) => row.version],
    revision: ['int', ({ row }) => row.revision],
    outcome: ['text', ({ row }) => row.outcome],
  }),
  ...reasonColumns<PlacedOutcome>(({ row }) => row.reason),
}

/**
 * The digest makes it the row by which a claim's versions are known, whether or not their results are still attached.
 */
export const CLAIM_OUTCOME: Table<PlacedOutcome> = {
  name: 'claim_outcome',
  columns: {
    ...OUTCOME,
    ...columns<PlacedOutcome>({ content_digest: ['text', ({ contentDigest }) => contentDigest ?? null] }),
  },
}

/** A correction with its text, which two tables hold. */
export interface WrittenCorrection extends OutgoingCorrection {
  text: string
}

export const written = (correction: OutgoingCorrection): WrittenCorrection => ({
  ...correction,
  text: JSON.stringify(correction.event satisfies Correction),
})

export const CLAIM_CORRECTION: Table<WrittenCorrection> = {
  name: 'claim_correction',
  columns: columns<WrittenCorrection>({
    tenant: ['text', ({ event }) => event.tenant],
    claim_id: ['text', ({ event }) => event.claimId],
    sequence: ['int', ({ event }) => event.sequence],
    correction_id: ['uuid', ({ event }) => event.correctionId],
    version: ['int', ({ event }) => event.expectedClaimVersion],
    revision: ['int', ({ event }) => event.revision],
    kind: ['text', ({ event }) => event.kind],
    body: ['text', ({ text }) => text],
  }),
}

/** What waits to be published: the relay hands `event` on as it is. */
export const OUTBOX: Table<WrittenCorrection> = {
  name: 'outbox',
  columns: columns<WrittenCorrection>({
    key: ['text', ({ event }) => claimKey(event.tenant, event.claimId)],
    event_id: ['uuid', ({ event }) => event.correctionId],
    event: ['text', ({ text }) => text],
    origin: ['text', ({ origin }) => JSON.stringify(origin)],
    traceparent: ['text', ({ traceparent }) => traceparent ?? null],
  }),
}
