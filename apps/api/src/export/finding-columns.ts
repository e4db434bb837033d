import type { FoundFinding } from '@claims-audit/ledger'

export type Cell = string | number | null

/** What a file has of a finding, in this order; no text of a document. */
export const COLUMNS: Record<string, (finding: FoundFinding) => Cell> = {
  tenant: ({ tenant }) => tenant,
  claimId: ({ claimId }) => claimId,
  version: ({ claimVersion }) => claimVersion,
  revision: ({ revision }) => revision,
  account: ({ accountNumber }) => accountNumber ?? null,
  facility: ({ facilityId }) => facilityId,
  payer: ({ payerId }) => payerId,
  coder: ({ coder }) => coder,
  dischargeDate: ({ dischargeDate }) => dischargeDate,
  drg: ({ finalDrg }) => finalDrg,
  totalCharge: ({ totalCharge }) => (totalCharge === null ? null : Number(totalCharge)),
  severity: ({ severity }) => severity,
  status: ({ status }) => status,
  rule: ({ ruleId }) => ruleId,
  message: ({ message }) => message,
  codes: ({ codes }) => codes.join(' '),
  action: ({ action }) => action,
  drgBefore: ({ drgImpact }) => drgImpact?.before ?? null,
  drgAfter: ({ drgImpact }) => drgImpact?.after ?? null,
  weightDelta: ({ drgImpact }) => drgImpact?.weightDelta ?? null,
  amountDelta: ({ drgImpact }) => drgImpact?.amountDelta ?? null,
  recordedAt: ({ recordedAt }) => recordedAt,
  findingId: ({ findingId }) => findingId,
}

export const HEADER = Object.keys(COLUMNS)
export const cellsOf = (finding: FoundFinding): Cell[] => Object.values(COLUMNS).map((of) => of(finding))
