import { FIRST_DECIDED, STATES } from '@claims-audit/decisions'
import { FINDING_OF, OF_FINDING, within } from '../measure.js'
import type { Measure } from '../measure.js'

const BY = ['rule', 'facility', 'payer', 'coder', 'person', 'month'] as const
/** Acts that no blind reading, comment or undo is. */
const VERDICTS = "('agree', 'disagree', 'defer', 'query', 'rebut', 'second-agree', 'second-overturn', 'second-return')"
const IN_PERIOD = within('a', 'a.recorded_at', 'f.facility_id')
const ofActs = (n: string, d: string, more: string, person = 'a.person'): string =>
  `select a.recorded_at as at, ${OF_FINDING}, ${person} as person, ${n} as n, ${d} as d
from work_act a ${FINDING_OF('a')} where ${IN_PERIOD} and ${more}`

/** Which act on the same finding came before or after `a`. */
const other = (row: string, where: string): string =>
  `from work_act ${row} where ${row}.finding_id = a.finding_id and ${row}.revision = a.revision and ${where}`

/** How persons judged. */
export const VERDICT_MEASURES: Measure[] = [
  {
    id: 'verdicts',
    title: 'Acts on findings',
    definition: 'What persons did to findings, without comments, blind readings and what was undone.',
    numerator: 'acts',
    denominator: null,
    unit: 'acts',
    by: BY,
    rows: ofActs(
      '1',
      'null::numeric',
      `a.act in ${VERDICTS} and not exists (select ${other('u', "u.act = 'undo' and u.id > a.id and u.person = a.person")}
  and not exists (select ${other('m', "m.id > a.id and m.id < u.id and m.person = a.person and m.act not in ('comment', 'blind-agree', 'blind-disagree')")}))`,
    ),
  },
  {
    id: 'agreement',
    title: 'Agreement with findings',
    definition: 'How many of the decided findings persons agreed with, by the last decision on each.',
    numerator: 'findings that were agreed with',
    denominator: 'findings that were decided',
    unit: 'share',
    by: BY,
    rows: ofActs(
      `(a.state = ${STATES.agreed})::int`,
      '1',
      `a.act in ${VERDICTS} and a.state >= ${FIRST_DECIDED} and f.state = a.state
  and not exists (select ${other('l', `l.id > a.id and l.act in ${VERDICTS}`)})`,
    ),
  },
  {
    id: 'overturned',
    title: 'Overturned in second review',
    definition: 'How many first agreements the second reviewer overturned. The person is the first reviewer.',
    numerator: 'findings that were overturned',
    denominator: 'findings that a second reviewer agreed with or overturned',
    unit: 'share',
    by: BY,
    rows: ofActs(
      "(a.act = 'second-overturn')::int",
      '1',
      "a.act in ('second-agree', 'second-overturn')",
      `(select p.person ${other('p', "p.act = 'agree' and p.id < a.id order by p.id desc limit 1")})`,
    ),
  },
  {
    id: 'rebutted',
    title: 'Rebutted by coders',
    definition: 'How many agreed findings the coder rebutted. The person is who agreed.',
    numerator: 'findings that were rebutted',
    denominator: 'agreements',
    unit: 'share',
    by: BY,
    rows: ofActs(
      `exists (select ${other('r', "r.act = 'rebut' and r.id > a.id")})::int`,
      '1',
      `a.act in ('agree', 'second-agree') and a.state = ${STATES.agreed}`,
    ),
  },
  {
    id: 'reader-agreement',
    title: 'Agreement of blind readers',
    definition:
      "Cohen's kappa of the verdict and of the blind reading of sampled findings: 1 is full agreement, 0 what chance alone gives.",
    numerator: 'findings on which both said the same',
    denominator: 'findings of the sample that were read blind',
    unit: 'kappa',
    by: ['rule', 'facility', 'payer', 'coder', 'person', 'month'],
    // The verdict that stood when it was read.
    rows: `select x.*, (x.first = x.second)::int as n, 1 as d from (
  select a.recorded_at as at, ${OF_FINDING}, a.person, (a.act = 'blind-agree')::int as second, (v.state = ${STATES.agreed})::int as first
  from work_act a ${FINDING_OF('a')} cross join lateral (select v.state ${other('v', 'v.sampled and v.id < a.id order by v.id desc limit 1')}) v
  where ${IN_PERIOD} and a.act in ('blind-agree', 'blind-disagree')) x`,
    // (observed - expected) / (1 - expected), undefined where both always say the same one thing.
    value: `(avg(n) - (avg(first) * avg(second) + (1 - avg(first)) * (1 - avg(second))))
  / nullif(1 - (avg(first) * avg(second) + (1 - avg(first)) * (1 - avg(second))), 0)`,
  },
]
