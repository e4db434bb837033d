import type { Finding, ReleasePolicyRow } from '@claims-audit/contracts'

/** Of which a policy speaks. */
export interface Judged {
  ruleId: string
  payerId: string | null
  severity: Finding['severity']
}

/**
 * By the row that fits most closely: first the longest rule, then the one that names the payer, then the one that names
 * the severity. Where none fits, corrections are sent at once.
 */
export const personsFor = (policy: readonly ReleasePolicyRow[], judged: Judged): ReleasePolicyRow['persons'] =>
  closest(policy, judged)?.persons ?? 0

/**
 * Whether a finding may be agreed with among others, unseen. One that changes a DRG only where the policy says so for
 * its rule: an agreement says that a person has read what the finding rests on.
 */
export const mayBulkAgree = (policy: readonly ReleasePolicyRow[], judged: Judged, changesDrg: boolean): boolean =>
  !changesDrg || closest(policy, judged)?.bulkAgree === true

/**
 * Whether a second person reads the finding blind after it was decided: the share that the closest row names, by the
 * finding's id, which is a hash (UUIDv5). So the same findings are sampled whatever the order of work.
 */
export const isSampled = (policy: readonly ReleasePolicyRow[], judged: Judged, findingId: string): boolean =>
  Number.parseInt(findingId.slice(0, 8), 16) / 2 ** 32 < (closest(policy, judged)?.blindShare ?? 0)

function closest(policy: readonly ReleasePolicyRow[], judged: Judged): ReleasePolicyRow | undefined {
  let best: ReleasePolicyRow | undefined
  for (const row of policy)
    if (fits(row, judged) && (best === undefined || closeness(row) > closeness(best))) best = row
  return best
}

const fits = ({ rule, payer, severity }: ReleasePolicyRow, judged: Judged): boolean =>
  (rule.endsWith('*') ? judged.ruleId.startsWith(rule.slice(0, -1)) : judged.ruleId === rule) &&
  (payer === null || payer === judged.payerId) &&
  (severity === null || severity === judged.severity)

/** A whole id is closer than any beginning of it; payer and severity decide between rows of the same rule. */
function closeness({ rule, payer, severity }: ReleasePolicyRow): number {
  const length = rule.endsWith('*') ? rule.length - 1 : rule.length + 1
  return length * 4 + (payer === null ? 0 : 2) + (severity === null ? 0 : 1)
}
