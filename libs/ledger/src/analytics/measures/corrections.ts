import { within } from '../measure.js'
import type { Measure } from '../measure.js'

const BY = ['rule', 'facility', 'coder', 'month'] as const
const FATES = (n: string, d: string, more = ''): string =>
  `select c.recorded_at as at, c.claim_id, c.version, c.finding_id, c.rule_id, c.facility_id, null as payer_id, c.coder, null as person, ${n} as n, ${d} as d
from correction_fate c where ${within('c', 'c.recorded_at')}${more}`

/** What became of corrections, by the day on which the next version of the claim was audited. */
export const CORRECTION_MEASURES: Measure[] = [
  {
    id: 'worth-realized',
    title: 'Change of payment realized',
    definition:
      'What the next version of each claim changed its payment by, shared by the findings that it did, where base rates are known.',
    numerator: 'dollars by which payments changed',
    denominator: null,
    unit: 'dollars',
    by: BY,
    rows: FATES('c.amount_change / 100.0', 'null::numeric', ' and c.amount_change is not null'),
  },
  {
    id: 'weight-realized',
    title: 'Change of relative weight realized',
    definition:
      'What the next version of each claim changed its relative weight by, shared by the findings that it did.',
    numerator: 'relative weight by which claims changed',
    denominator: null,
    unit: 'weight',
    by: BY,
    rows: FATES('c.weight_change / 10000.0', 'null::numeric', ' and c.weight_change is not null'),
  },
  {
    id: 'corrections-applied',
    title: 'Corrections applied',
    definition: 'How many of the findings that were sent as corrections the next version of the claim did whole.',
    numerator: 'findings that were applied',
    denominator: 'findings of corrections whose claim came again',
    unit: 'share',
    by: BY,
    rows: FATES("(c.fate = 'applied')::int", '1'),
  },
]
