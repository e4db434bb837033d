import { FINDING_OF, OF_FINDING, within } from '../measure.js'
import type { Measure } from '../measure.js'

const ANSWERED = (more: string): string =>
  `exists (select from query_act r where r.query_id = q.query_id and r.act = 'answer'${more})`

/** How providers answer. */
export const QUERY_MEASURES: Measure[] = [
  {
    id: 'answered-in-time',
    title: 'Queries answered in time',
    definition:
      'How many of the provider queries that were sent got an answer by their deadline. Queries whose deadline is still to come and that have no answer are not counted. The person is who sent the query.',
    numerator: 'queries that were answered by the deadline',
    denominator: 'queries that were answered, or whose deadline has passed',
    unit: 'share',
    by: ['rule', 'facility', 'payer', 'coder', 'person', 'month'],
    rows: `select a.recorded_at as at, ${OF_FINDING}, a.person, ${ANSWERED(' and r.recorded_at <= q.deadline')}::int as n, 1 as d
from query_act a join provider_query q on q.query_id = a.query_id ${FINDING_OF('q')}
where ${within('a', 'a.recorded_at', 'f.facility_id')} and a.act = 'send' and (q.deadline < now() or ${ANSWERED('')})`,
  },
]
