import type { BulkFilter } from '@claims-audit/contracts'
import { STATES } from '@claims-audit/decisions'
import type { State } from '@claims-audit/decisions'
import { SEVERITIES } from '../tables/work-rows.js'

/** By what work is narrowed. */
export interface WorkFilter extends BulkFilter {
  /** Dotted: a diagnosis or procedure that the finding is about; more than one: about each. */
  codes?: readonly string[]
  state?: State
  /** The person who has the claim. */
  owner?: string
  /** Of one of these rules. */
  rules?: readonly string[]
}

const CONDITIONS: Record<keyof WorkFilter, string> = {
  rule: 'f.rule_id = :value',
  severity: 'f.severity = :value',
  payer: 'f.payer_id = :value',
  facility: 'f.facility_id = :value',
  coder: 'f.coder = :value',
  claimId: 'f.claim_id = :value',
  state: 'f.state = :value',
  owner: 'f.owner = :value',
  rules: 'f.rule_id = any(:value)',
  codes:
    '(f.finding_id, f.revision) in (select c.finding_id, c.revision from work_code c where c.tenant = $1 and c.code = :value)',
}

/** What a filter's value is in the column. */
const VALUES: Partial<Record<keyof WorkFilter, (value: string) => number>> = {
  severity: (name) => SEVERITIES[name as keyof typeof SEVERITIES],
  state: (name) => STATES[name as State],
}

/** Conditions on `work_finding f`; their values are pushed to `values`, whose first is the tenant. */
export const conditionsOf = ({ codes = [], ...filter }: WorkFilter, values: unknown[]): string[] =>
  ([...Object.entries(filter), ...codes.map((code) => ['codes', code])] as [keyof WorkFilter, string][]).map(
    ([name, value]) => CONDITIONS[name].replaceAll(':value', `$${values.push(VALUES[name]?.(value) ?? value)}`),
  )

/** Whether a deferred `work_finding f` still waits for its day. */
export const STILL_DEFERRED =
  "exists (select from work_act a where a.finding_id = f.finding_id and a.revision = f.revision and a.act = 'defer' and a.until_date > current_date)"
