import { NO_CENTS } from '../../tables/work-rows.js'
import { OF_FINDING, within } from '../measure.js'
import type { Measure } from '../measure.js'

const BY = ['rule', 'facility', 'payer', 'coder', 'month'] as const
const NEWEST = (n: string, more = ''): string =>
  `select f.recorded_at as at, ${OF_FINDING}, null as person, ${n} as n, null::numeric as d from work_finding f where ${within('f', 'f.recorded_at')} and f.is_open${more}`

/** What audits found. */
export const FINDING_MEASURES: Measure[] = [
  {
    id: 'findings',
    title: 'Findings',
    definition: 'Findings of the newest version of each claim, by the day on which that version was audited.',
    numerator: 'findings of the newest versions',
    denominator: null,
    unit: 'findings',
    by: BY,
    rows: NEWEST('1'),
  },
  {
    id: 'worth-found',
    title: 'Change of payment found',
    definition:
      'What the proposed changes would change payments by, of findings of the newest versions for which a base rate is known. Proposals of one claim may overlap.',
    numerator: 'dollars by which the proposals would change payments',
    denominator: null,
    unit: 'dollars',
    by: BY,
    rows: NEWEST('f.impact_cents / 100.0', ` and f.impact_cents > ${NO_CENTS}`),
  },
]
