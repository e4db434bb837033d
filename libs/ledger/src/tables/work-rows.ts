import type { AuditResult, Finding } from '@claims-audit/contracts'
import { STATES } from '@claims-audit/decisions'
import { onceEach } from './audited-claim.js'
import { columns } from './table.js'
import type { Table } from './table.js'

/** A finding as lists and counts see it. */
export interface WorkFinding {
  result: AuditResult
  finding: Finding
  /** Whether its result is the newest of the claim. */
  open: boolean
}

/** By their names, in which order lists have them. */
export const SEVERITIES: Record<Finding['severity'], number> = { error: 1, info: 2, warning: 3 }

/** Where a claim has none: below every other, and never null, so that an index has its order (ADR 23). */
export const NO_CENTS = '-100000000000000000'
export const NO_DATE = '-infinity'

/** Above every other: the bill of a stay that is still open is due last. */
export const STILL_OPEN = 'infinity'

const CENTS = 100
const centsOf = (dollars: string | number | null): string =>
  dollars === null ? NO_CENTS : String(Math.round(Number(dollars) * CENTS))

/** Where work on a finding stands: as it is before any act. */
export const WORK_STATE = columns<WorkFinding>({
  state: ['smallint', () => STATES.open],
  active: ['bool', ({ open }) => (open ? 1 : 0)],
  owner: ['text', () => ''],
  /** The day from which the bill hold of the tenant counts. */
  due_from: ['date', ({ result }) => result.facets.dischargeDate ?? STILL_OPEN],
  impact_cents: ['bigint', ({ finding }) => centsOf(finding.drgImpact?.amountDelta ?? null)],
})

/**
 * Text, whole numbers, dates, instants and ids only: row-level security turns off every index whose operators may leak
 * (PostgreSQL manual, CREATE POLICY and pg_proc.proleakproof), and of numeric, enum, arrays and coalesce they do.
 * A row that is there already never refuses a claim: these rows are made from the ledger, and can be made again.
 */
export const WORK_FINDING: Table<WorkFinding> = {
  name: 'work_finding',
  repeats: true,
  columns: {
    ...columns<WorkFinding>({
      finding_id: ['uuid', ({ finding }) => finding.findingId],
      revision: ['int', ({ result }) => result.revision],
      tenant: ['text', ({ result }) => result.tenant],
      claim_id: ['text', ({ result }) => result.claimId],
      version: ['int', ({ result }) => result.claimVersion],
      rule_id: ['text', ({ finding }) => finding.ruleId],
      severity: ['smallint', ({ finding }) => SEVERITIES[finding.severity]],
      facility_id: ['text', ({ result }) => result.facets.facilityId],
      payer_id: ['text', ({ result }) => result.facets.payerId],
      coder: ['text', ({ result }) => result.facets.coder],
      final_drg: ['text', ({ result }) => result.drg?.asSubmitted.finalDrg ?? null],
      discharge_date: ['date', ({ result }) => result.facets.dischargeDate ?? NO_DATE],
      amount_cents: ['bigint', ({ result }) => centsOf(result.facets.totalCharge)],
      is_open: ['bool', ({ open }) => (open ? 1 : 0)],
    }),
    ...WORK_STATE,
  },
}

/** A code that a finding is about. */
export interface WorkCode extends WorkFinding {
  code: string
}

export const WORK_CODE: Table<WorkCode> = {
  name: 'work_code',
  repeats: true,
  columns: columns<WorkCode>({
    tenant: ['text', ({ result }) => result.tenant],
    code: ['text', ({ code }) => code],
    finding_id: ['uuid', ({ finding }) => finding.findingId],
    revision: ['int', ({ result }) => result.revision],
  }),
}

/** By how many a batch or an act changed the active findings of a rule at a facility. */
export interface WorkCount {
  tenant: string
  ruleId: string
  severity: number
  facilityId: string | null
  findings: number
}

export const WORK_COUNT: Table<WorkCount> = {
  name: 'work_count',
  columns: columns<WorkCount>({
    tenant: ['text', ({ tenant }) => tenant],
    rule_id: ['text', ({ ruleId }) => ruleId],
    severity: ['smallint', ({ severity }) => severity],
    facility_id: ['text', ({ facilityId }) => facilityId ?? ''],
    findings: ['int', ({ findings }) => findings],
  }),
}

export const workFindings = (result: AuditResult, open: boolean): WorkFinding[] =>
  onceEach(result.findings).map((finding) => ({ result, finding, open }))

export const workCodes = (findings: WorkFinding[]): WorkCode[] =>
  findings.flatMap((each) => [...new Set(each.finding.codes)].map((code) => ({ ...each, code })))

export function workCounts(findings: WorkFinding[]): WorkCount[] {
  const counts = new Map<string, WorkCount>()
  for (const { result, finding, open } of findings) {
    if (!open) continue
    const [{ tenant, facets }, { ruleId, severity }] = [result, finding]
    const key = JSON.stringify([tenant, ruleId, severity, facets.facilityId])
    const count = counts.get(key)
    if (count !== undefined) count.findings += 1
    else counts.set(key, { tenant, ruleId, severity: SEVERITIES[severity], facilityId: facets.facilityId, findings: 1 })
  }
  return [...counts.values()]
}
