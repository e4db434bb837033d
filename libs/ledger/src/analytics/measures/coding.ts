import { FIRST_DECIDED, STATES } from '@claims-audit/decisions'
import { CODES_OF, FINDINGS, IS_GROUPED, changesDrg, proposed } from '../../views/body-sql.js'
import { within } from '../measure.js'
import type { Measure } from '../measure.js'

const BY = ['facility', 'payer', 'coder', 'month'] as const

/** Claims on which a person decided in the period, with what the agreed findings say of them. */
const JUDGED = (n: string, d: string, more = ''): string => `
select j.at, a.claim_id, a.version, null::uuid as finding_id, null as rule_id, a.facility_id, a.payer_id, a.coder, null as person, ${n} as n, ${d} as d
from (
  select w.tenant, w.claim_id, w.version, w.revision, max(w.recorded_at) as at
  from work_act w join work_finding f on f.finding_id = w.finding_id and f.revision = w.revision
  where ${within('w', 'w.recorded_at', 'f.facility_id')} and w.state >= ${FIRST_DECIDED} and f.state >= ${FIRST_DECIDED} and f.is_open group by 1, 2, 3, 4
) j
join audited_claim a on (a.tenant, a.claim_id, a.version, a.revision) = (j.tenant, j.claim_id, j.version, j.revision)
cross join lateral (
  select coalesce(sum(${proposed('x.found', 'add')}), 0) as added,
    coalesce(sum(${proposed('x.found', 'remove')} + ${proposed('x.found', 'replace')}), 0) as wrong,
    coalesce(bool_or(${changesDrg('x.found')}), false) as regrouped
  from (${FINDINGS('a.body')}) x join work_finding g on g.finding_id = x.finding_id and g.revision = a.revision and g.state = ${STATES.agreed}
) agreed${more}`

/** How right coders were, by what persons agreed with. */
export const CODING_MEASURES: Measure[] = [
  {
    id: 'code-accuracy',
    title: 'Code accuracy',
    definition:
      'How many codes of judged claims were right: all but those that agreed findings remove or replace, of the billed codes and those that agreed findings add.',
    numerator: 'codes that stay as they were billed',
    denominator: 'codes billed, and codes that should have been',
    unit: 'share',
    by: BY,
    rows: JUDGED(`greatest(${CODES_OF('a.body')} - agreed.wrong, 0)`, `${CODES_OF('a.body')} + agreed.added`),
  },
  {
    id: 'drg-accuracy',
    title: 'DRG accuracy',
    definition: 'How many judged inpatient claims keep their MS-DRG when the agreed findings are applied.',
    numerator: 'claims whose MS-DRG stays',
    denominator: 'judged claims that were grouped',
    unit: 'share',
    by: BY,
    rows: JUDGED('(not agreed.regrouped)::int', '1', ` where ${IS_GROUPED('a.body')}`),
  },
]
