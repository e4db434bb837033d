/*
 * The one place where SQL looks into what audits said. Bodies are text that the server never parses where it stores or
 * finds them; what asks for their insides parses them when it asks.
 */

/** A row source: the findings of a body, by id. */
export const FINDINGS = (body: string): string =>
  `select (found ->> 'findingId')::uuid as finding_id, found from jsonb_array_elements(${body}::jsonb -> 'findings') as found`

/** The weight of the DRG that a claim groups to as submitted; null where it is unknown. */
export const WEIGHT = (body: string): string => `(${body}::jsonb -> 'drg' -> 'asSubmitted' ->> 'weight')::numeric`

/** What a finding's impact on the DRG says: 0 where there is no finding, or it has none; null where it is unknown. */
export const impactOf = (found: string, field: 'weightDelta' | 'amountDelta'): string =>
  `case when jsonb_typeof(${found} -> 'drgImpact') = 'object' then (${found} -> 'drgImpact' ->> '${field}')::numeric else 0 end`

/** What a finding comes to, whatever its words. */
export const substanceOf = (found: string): string =>
  `(${['severity', 'action', 'codes', 'missing', 'proposal', 'drgImpact'].map((name) => `${found} -> '${name}'`).join(', ')})`

/** Whether two findings of one id differ at all. */
export const isOther = (a: string, b: string): string =>
  `(${a} ->> 'findingDigest' is distinct from ${b} ->> 'findingDigest' or ${a} -> 'drgImpact' is distinct from ${b} -> 'drgImpact')`

/** A text of a finding that one of two runs has, or both. */
export const textOf = (found: string, field: 'ruleId' | 'message'): string => `${found} ->> '${field}'`
