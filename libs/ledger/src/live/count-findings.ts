import type { Finding } from '@claims-audit/contracts'
import { SEVERITIES } from '../tables/work-rows.js'
import type { LedgerSession } from '../sql/session.js'
import { selectMatching } from './find-findings.js'
import type { FindingFilter } from './find-findings.js'

/** How many findings match a filter, and where `isExact` is false, that there are at least so many. */
export interface FindingCount {
  count: number
  isExact: boolean
}

/** Open findings by what they can be narrowed by; null where the filter asks for more than the sums hold. */
export interface FindingCounts {
  total: FindingCount
  facets: Record<'rule' | 'severity' | 'facility', { value: string; count: number }[]> | null
}

/** Counting all of millions takes seconds, and no one reads the last digits. */
const MOST_COUNTED = 10_000
/** What the sums of open findings are kept by. */
const SUMMED = new Set(['tenant', 'status', 'rule', 'severity', 'facility'])

/**
 * Counts a tenant's findings. Those that are open, by rule, severity and facility, come from sums that are kept with
 * each batch, exactly; for any other filter they are counted up to 10,000.
 */
export async function countFindings(
  ledger: LedgerSession,
  filter: FindingFilter & { tenant: string },
): Promise<FindingCounts> {
  const isSummed = filter.status === 'open' && namesOf(filter).every((name) => SUMMED.has(name))
  return isSummed ? fromSums(ledger, filter) : { total: await capped(ledger, filter), facets: null }
}

const namesOf = (filter: FindingFilter): string[] =>
  Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [name]))

async function capped(ledger: LedgerSession, filter: FindingFilter): Promise<FindingCount> {
  const { sql, values } = selectMatching(filter)
  const [row]: { count: number }[] = await ledger.query(
    `select count(*)::int as count from (${sql} limit ${MOST_COUNTED + 1}) as f`,
    values,
  )
  const count = row?.count ?? 0
  return { count: Math.min(count, MOST_COUNTED), isExact: count <= MOST_COUNTED }
}

interface Sum {
  ruleId: string
  severity: number
  facilityId: string
  findings: number
}

/** A facet shows its own other values, too: each is narrowed by the other filters alone. */
async function fromSums(ledger: LedgerSession, filter: FindingFilter & { tenant: string }): Promise<FindingCounts> {
  const sums: Sum[] = await ledger.query(
    `select rule_id as "ruleId", severity::int, facility_id as "facilityId", sum(findings)::int as findings
     from work_count where tenant = $1 group by rule_id, severity, facility_id having sum(findings) > 0`,
    [filter.tenant],
  )
  const wanted = { rule: filter.rule, severity: filter.severity, facility: filter.facility }
  const fits = (sum: Sum, except?: keyof typeof wanted): boolean =>
    (Object.keys(wanted) as (keyof typeof wanted)[]).every(
      (name) => name === except || wanted[name] === undefined || valueOf(sum, name) === wanted[name],
    )
  const facet = (name: keyof typeof wanted) => {
    const counts = new Map<string, number>()
    for (const sum of sums)
      if (fits(sum, name)) counts.set(valueOf(sum, name), (counts.get(valueOf(sum, name)) ?? 0) + sum.findings)
    return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count)
  }
  const count = sums.reduce((total, sum) => (fits(sum) ? total + sum.findings : total), 0)
  return {
    total: { count, isExact: true },
    facets: { rule: facet('rule'), severity: facet('severity'), facility: facet('facility') },
  }
}

const SEVERITY_NAMES = new Map(
  (Object.entries(SEVERITIES) as [Finding['severity'], number][]).map(([name, number]) => [number, name]),
)

const valueOf = ({ ruleId, severity, facilityId }: Sum, name: 'rule' | 'severity' | 'facility'): string =>
  name === 'rule' ? ruleId : name === 'facility' ? facilityId : (SEVERITY_NAMES.get(severity) ?? '')

/** Open findings of a tenant by rule. */
export async function openFindingsByRule(ledger: LedgerSession, tenant: string): Promise<Map<string, number>> {
  const { facets } = await fromSums(ledger, { tenant, status: 'open' })
  return new Map(facets?.rule.map(({ value, count }) => [value, count]))
}
