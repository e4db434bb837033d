import type { CorrectionFate } from '@claims-audit/audit'
import { columns } from './table.js'
import type { Table } from './table.js'

/** What became of each finding of a correction; insert-only, in the transaction of the result that shows it. */
export const CORRECTION_FATE: Table<CorrectionFate> = {
  name: 'correction_fate',
  columns: columns<CorrectionFate>({
    tenant: ['text', ({ before }) => before.tenant],
    claim_id: ['text', ({ before }) => before.claimId],
    correction_id: ['uuid', ({ correction }) => correction.correctionId],
    finding_id: ['uuid', ({ finding }) => finding.findingId],
    kind: ['text', ({ correction }) => correction.kind],
    decided_by: ['text', ({ correction }) => correction.decidedBy],
    rule_id: ['text', ({ finding }) => finding.ruleId],
    facility_id: ['text', ({ before }) => before.facets.facilityId],
    coder: ['text', ({ before }) => before.facets.coder],
    version: ['int', ({ before }) => before.claimVersion],
    revision: ['int', ({ before }) => before.revision],
    next_version: ['int', ({ after }) => after.claimVersion],
    next_revision: ['int', ({ after }) => after.revision],
    fate: ['text', ({ fate }) => fate],
    drg_before: ['text', ({ before }) => before.drg?.asSubmitted.finalDrg ?? null],
    drg_after: ['text', ({ after }) => after.drg?.asSubmitted.finalDrg ?? null],
    weight_change: ['int', ({ weightChange }) => weightChange],
    amount_change: ['bigint', ({ amountChange }) => amountChange],
  }),
}
