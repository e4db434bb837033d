import type { Condition, Rule } from '@claims-audit/contracts'

/** Checks that find what no document of the record says otherwise. */
const CHECKS = new Set([
  ...['disc-level', 'fusion-unsupported', 'not-established', 'side-contradicted', 'procedure-sides'],
  ...['side-unspecified', 'part-contradicted'],
  ...['unsupported', 'excision-unsupported', 'body-mass-index-unsupported', 'cancer-of-the-past'],
  ...['condition-of-the-past', 'procedure-contradicted'],
])

/**
 * Whether a rule is raised by what the record does not say: where documents of it are missing, nothing follows from its
 * silence. What a rule asks the record to say, and adds to a code, stands whatever else there is.
 */
export function restsOnSilence({ check, when, missing }: Rule): boolean {
  if (check !== undefined) return CHECKS.has(check)
  if (missing !== undefined || when?.lacking === true || when?.documented === false) return true
  return (when?.none ?? []).some(asksTheRecord) || lacks(when)
}

const asksTheRecord = ({ facts, documents }: Condition): boolean => facts !== undefined || documents !== undefined

const lacks = (when: Rule['when']): boolean =>
  [...(when?.all ?? []), ...(when?.any ?? [])].some((condition) => condition.lacks !== undefined)
