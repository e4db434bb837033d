import { STATES } from '@claims-audit/decisions'
import { SEVERITIES } from '../tables/work-rows.js'

/** Which rows of `work_finding` a queue's index has, and the columns between the tenant and the sort. */
interface Scope {
  columns: string[]
  where: string
}

/**
 * Each scope has an index for each sort, so that a page is read in order and no further than it goes. Indexes over part
 * of the rows cost only those rows: of new findings, which are open and have no owner, the first scope alone.
 */
export const SCOPES = {
  active: { columns: [], where: 'active' },
  owned: { columns: ['owner'], where: "active and owner <> ''" },
  begun: { columns: ['state'], where: `active and state > ${STATES.open}` },
  agreed: { columns: [], where: `is_open and state = ${STATES.agreed}` },
} as const satisfies Record<string, Scope>

/**
 * What a sort goes by, in work_finding, and the type of its cursor. Errors come first, then warnings: the numbers of
 * severities are in the order of their names.
 */
export const WORK_SORTS = {
  due: { sql: 'due_from', type: 'date' },
  impact: { sql: 'impact_cents', type: 'bigint' },
  severity: {
    sql: `(case severity when ${SEVERITIES.error} then 1 when ${SEVERITIES.warning} then 2 else 3 end)`,
    type: 'int',
  },
  recordedAt: { sql: 'recorded_at', type: 'timestamptz' },
} as const
export type WorkSort = keyof typeof WORK_SORTS
