import type { Finding } from '@claims-audit/contracts'

/** How many persons must agree before a correction is sent, for findings that a row fits. */
export interface ReleaseRule {
  /** A rule's id, the beginning of ids with `*` (`neuro.*`), or `*`. */
  rule: string
  /** A payer's id; null: every payer. */
  payer: string | null
  /** Null: every severity. */
  severity: Finding['severity'] | null
  /** 0: the correction is sent at once; 1: after a person agreed; 2: after a second person agreed too. */
  persons: 0 | 1 | 2
}

/** Of which a policy speaks. */
export interface Judged {
  ruleId: string
  payerId: string | null
  severity: Finding['severity']
}

/**
 * By the row that fits most closely: first the longest rule, then the one that names the payer, then the one that names the
 * severity. Where none fits, corrections are sent at once.
 */
export function personsFor(policy: readonly ReleaseRule[], judged: Judged): ReleaseRule['persons'] {
  let best: ReleaseRule | undefined
  for (const row of policy)
    if (fits(row, judged) && (best === undefined || closeness(row) > closeness(best))) best = row
  return best?.persons ?? 0
}

const fits = ({ rule, payer, severity }: ReleaseRule, judged: Judged): boolean =>
  (rule.endsWith('*') ? judged.ruleId.startsWith(rule.slice(0, -1)) : judged.ruleId === rule) &&
  (payer === null || payer === judged.payerId) &&
  (severity === null || severity === judged.severity)

/** A whole id is closer than any beginning of it; payer and severity decide between rows of the same rule. */
function closeness({ rule, payer, severity }: ReleaseRule): number {
  const length = rule.endsWith('*') ? rule.length - 1 : rule.length + 1
  return length * 4 + (payer === null ? 0 : 2) + (severity === null ? 0 : 1)
}
