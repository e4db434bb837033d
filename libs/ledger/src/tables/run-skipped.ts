import type { Reason } from '@claims-audit/contracts'
import { RUN_PLACE } from './audited-claim.js'
import { reasonColumns } from './shared-columns.js'
import { columns } from './table.js'
import type { Table } from './table.js'

/** An event of a run that could not be audited. */
export interface RejectedEvent {
  run: number
  unit: number
  ordinal: number
  tenant: string | null
  claimId: string | null
  reason: Reason
}

export const RUN_SKIPPED: Table<RejectedEvent> = {
  name: 'run_skipped',
  columns: {
    ...RUN_PLACE,
    ...columns<RejectedEvent>({
      outcome: ['text', () => 'rejected'],
      tenant: ['text', ({ tenant }) => tenant],
      claim_id: ['text', ({ claimId }) => claimId],
    }),
    ...reasonColumns<RejectedEvent>(({ reason }) => reason),
  },
}
