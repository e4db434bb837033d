import type { FoundFinding, WorkItem } from '@claims-audit/ledger'

export type Cell = string | number | null

/** By their names, in the order of the file. */
export type Columns<Item> = Record<string, (item: Item) => Cell>

/** What a file has of a finding; no text of a document. */
export const FINDING_COLUMNS: Columns<FoundFinding> = {
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

/** Of a finding that waits also until when, where it stands and who has it. */
export const WORK_COLUMNS: Columns<WorkItem> = {
  dueDate: ({ dueDate }) => dueDate,
  state: ({ state }) => state,
  owner: ({ owner }) => owner,
  ...FINDING_COLUMNS,
}
