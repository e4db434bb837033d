import type { BulkFilter } from '@claims-audit/contracts'
import { SEVERITIES } from '../tables/work-rows.js'

const COLUMNS: Record<keyof BulkFilter, string> = {
  rule: 'f.rule_id',
  severity: 'f.severity',
  payer: 'f.payer_id',
  facility: 'f.facility_id',
  coder: 'f.coder',
  claimId: 'f.claim_id',
}

/** Conditions on `work_finding f`; their values are pushed to `values`. */
export const conditionsOf = (filter: BulkFilter, values: unknown[]): string[] =>
  (Object.entries(filter) as [keyof BulkFilter, string][]).map(
    ([name, value]) => `${COLUMNS[name]} = $${values.push(name === 'severity' ? severityOf(value) : value)}`,
  )

const severityOf = (name: string): number => SEVERITIES[name as keyof typeof SEVERITIES]
