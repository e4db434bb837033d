/*
 * The one place where SQL looks into what audits said. Bodies are text that the server never parses where it stores or
 * finds them; what asks for their insides parses them when it asks.
 */
import { FIRST_DECIDED } from '@claims-audit/decisions'
import { NO_CENTS, NO_DATE, SEVERITIES, STILL_OPEN } from '../tables/work-rows.js'

/** A row source: the findings of a body, by id. */
export const FINDINGS = (body: string): string =>
  `select (found ->> 'findingId')::uuid as finding_id, found from jsonb_array_elements(${body}::jsonb -> 'findings') as each(found)`

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

const SEVERITY = Object.entries(SEVERITIES).map(([name, order]) => `when '${name}' then ${order}`)

/**
 * The narrow rows that lists and counts should have, with their codes, by what the ledger holds. Written again here in
 * SQL, independently of the code that fills them, so that `ledger check` can compare the two. `claims` is where they
 * are taken from.
 */
export const EXPECTED_FINDINGS = (claims = 'audited_claim'): string => `
select x.*, x.is_open and x.state < ${FIRST_DECIDED} as active from (
select f.finding_id, a.revision, a.tenant, a.claim_id, a.version, f.found ->> 'ruleId' as rule_id,
  (case f.found ->> 'severity' ${SEVERITY.join(' ')} end)::smallint as severity, a.facility_id, a.payer_id, a.coder, a.final_drg,
  coalesce(a.discharge_date, '${NO_DATE}') as discharge_date, coalesce(round(a.total_charge::numeric * 100)::bigint, ${NO_CENTS}) as amount_cents,
  not exists (
    select from claim_outcome n
    where n.tenant = a.tenant and n.claim_id = a.claim_id and n.content_digest is not null and (n.version, n.revision) > (a.version, a.revision)
  ) as is_open, a.recorded_at, f.found -> 'codes' as codes,
  coalesce((select w.state from work_act w where w.finding_id = f.finding_id and w.revision = a.revision order by w.id desc limit 1), 0::smallint) as state,
  coalesce((select w.owner from work_act w where w.tenant = a.tenant and w.claim_id = a.claim_id and w.finding_id is null order by w.id desc limit 1), '') as owner,
  coalesce(a.discharge_date, '${STILL_OPEN}') as due_from,
  coalesce(round((f.found -> 'drgImpact' ->> 'amountDelta')::numeric * 100)::bigint, ${NO_CENTS}) as impact_cents
from ${claims} a cross join lateral (${FINDINGS('a.body')}) f
) x`

/** Of those rows: one for each code. */
export const EXPECTED_CODES = (findings: string): string =>
  `select distinct e.tenant, code, e.recorded_at, e.finding_id, e.revision from ${findings} e cross join lateral jsonb_array_elements_text(e.codes) as each(code)`

/** How many codes a claim bills. */
export const CODES_OF = (body: string): string => `jsonb_array_length(${body}::jsonb -> 'codes')`

/** Whether a claim was grouped. */
export const IS_GROUPED = (body: string): string => `jsonb_typeof(${body}::jsonb -> 'drg') = 'object'`

/** How many codes a finding proposes to add, remove or replace. */
export const proposed = (found: string, change: 'add' | 'remove' | 'replace'): string =>
  `jsonb_array_length(${found} -> 'proposal' -> '${change}')`

/** Whether what a finding proposes leads to another DRG. */
export const changesDrg = (found: string): string =>
  `coalesce(${found} -> 'drgImpact' ->> 'before' <> ${found} -> 'drgImpact' ->> 'after', false)`

/** A correction as it was sent, without what it cites of the record. */
export const WITHOUT_RECORD = (body: string): string => `(${body}::jsonb || '{"evidence": [], "query": null}')::text`
