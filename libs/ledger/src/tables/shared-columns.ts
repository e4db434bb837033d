import type { AuditResult, Reason } from '@claims-audit/contracts'
import { columns } from './table.js'
import type { Column } from './table.js'

interface Position {
  topic: string
  partition: number
  offset: string
}

/** The columns that name a place in a log: `origin_topic`, `failed_topic`, … */
export const positionColumns = <Source>(
  prefix: string,
  of: (source: Source) => Position,
): Record<string, Column<Source>> =>
  columns<Source>({
    [`${prefix}_topic`]: ['text', (source) => of(source).topic],
    [`${prefix}_partition`]: ['int', (source) => of(source).partition],
    [`${prefix}_offset`]: ['bigint', (source) => of(source).offset],
  })

export const reasonColumns = <Source>(of: (source: Source) => Reason | null): Record<string, Column<Source>> =>
  columns<Source>({
    reason_code: ['text', (source) => of(source)?.code ?? null],
    reason_pointer: ['text', (source) => of(source)?.pointer ?? null],
    reason_keyword: ['text', (source) => of(source)?.keyword ?? null],
  })

/** What names an audited claim version, live or of a run. */
export const CLAIM_KEY = columns<AuditResult>({
  tenant: ['text', ({ tenant }) => tenant],
  claim_id: ['text', ({ claimId }) => claimId],
  version: ['int', ({ claimVersion }) => claimVersion],
  revision: ['int', ({ revision }) => revision],
})

/** What lists and sums narrow a claim by, as it was submitted and grouped. */
export const CLAIM_FACETS = columns<AuditResult>({
  claim_type: ['text', ({ facets }) => facets.claimType],
  facility_id: ['text', ({ facets }) => facets.facilityId],
  payer_id: ['text', ({ facets }) => facets.payerId],
  coder: ['text', ({ facets }) => facets.coder],
  admission_date: ['date', ({ facets }) => facets.admissionDate],
  discharge_date: ['date', ({ facets }) => facets.dischargeDate],
  total_charge: ['text', ({ facets }) => facets.totalCharge],
  billed_drg: ['text', ({ facets }) => facets.billedDrg],
  final_drg: ['text', ({ drg }) => drg?.asSubmitted.finalDrg ?? null],
})
