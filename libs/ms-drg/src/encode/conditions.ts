import type { Tally } from '../tally.js'

/**
 * Conditions that no code carries: they are computed from the claim, and formulas ask for them by these names. MCC and
 * CC are not among them: severity is judged for each row (formula.ts, assign-drg.ts). The counts are those of the
 * Definitions Manual's lists and footnotes.
 */
export const CONDITIONS = [
  /** There is a diagnosis at all. */
  'ANYDX',
  /** Discharge status other than 20; and 20, expired. */
  'ALIVE',
  'DIED',
  /** Left against medical advice: discharge status 07. */
  'AMA',
  /** Transferred to another hospital for acute care (MDC 15's and 22's lists): see TRANSFERS. */
  'XFRNBA',
  'INVALID_DSTAT',
  /** The principal diagnosis is empty or not a code of the version. */
  'INVALID_PDX',
  /** The principal's MDC goes by sex, and the sex is neither. */
  'INVALID_SEX',
  /** The principal is an external cause of morbidity. */
  'PDX_ECODE',
  /** The principal's MDC is 20 (alcohol and drug use), whose rows end in one that catches all. */
  'MDC_20_FALL_THRU',
  /** MDC 14: the principal and every secondary are on the list of incidental diagnoses. */
  'ONLY:incident',
  /** MDC 24: significant trauma of two or more body sites. */
  'MULTST',
  /** Joint procedures on two or more of right and left hip, knee, ankle. */
  'BILATERAL',
  'FOUR_VESSELS',
  /** Four or more arteries or stents: all, drug-eluting, not drug-eluting. */
  'FOUR_STENTS',
  'FOUR_DRUG_ELUTING_STENTS',
  'FOUR_NON_DRUG_ELUTING_STENTS',
  /**
   * Single-level spinal fusions, counted by column: two anterior or interbody ones or more, and so on; SINGLEFUSIONCTR
   * from three.
   */
  'MULTFUSE',
  'SINGLEFUSIONCTR',
  'SGLANTCTR',
  'SGLPOST1CTR',
  'SGLANTSECTXCTR',
  'SGLPOSTFUSECTR',
] as const
export type Condition = (typeof CONDITIONS)[number]

const DIED = 20
const LEFT_AGAINST_ADVICE = 7
const TRANSFERS = new Set([2, 5, 66, 82, 85, 94])
const VALID_STATUSES = new Set([
  ...[1, 2, 3, 4, 5, 6, 7, 20, 21, 30, 43, 50, 51, 61, 62, 63, 64, 65, 66, 69, 70],
  ...[81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95],
])
const HIGHEST_STATUS = 100

/**
 * By discharge status: the conditions of a stay that ended so, as numbers. An invalid status has those of
 * `statusConditions(0)`.
 */
const OF_STATUS = Array.from({ length: HIGHEST_STATUS }, (_, status) => ofStatus(status).map(conditionNumber))

export function statusConditions(status: number): readonly number[] {
  return OF_STATUS[status] ?? (OF_STATUS[0] as number[])
}

function ofStatus(status: number): Condition[] {
  return [
    'ANYDX',
    status === DIED ? 'DIED' : 'ALIVE',
    ...(status === LEFT_AGAINST_ADVICE ? (['AMA'] as const) : []),
    ...(TRANSFERS.has(status) ? (['XFRNBA'] as const) : []),
    ...(VALID_STATUSES.has(status) ? [] : (['INVALID_DSTAT'] as const)),
  ]
}

export function conditionNumber(name: Condition): number {
  return CONDITIONS.indexOf(name)
}

/** Each counted condition: which counts it is made of, and how high they must be together. */
const COUNTED: [Condition, number, (keyof Omit<Tally, 'sides'>)[]][] = [
  ['FOUR_VESSELS', 4, ['vessels']],
  ['FOUR_STENTS', 4, ['drugStents', 'plainStents']],
  ['FOUR_DRUG_ELUTING_STENTS', 4, ['drugStents']],
  ['FOUR_NON_DRUG_ELUTING_STENTS', 4, ['plainStents']],
  ['MULTFUSE', 2, ['sglantfuse', 'sglpostfuse1']],
  ['SINGLEFUSIONCTR', 3, ['sglantfuse', 'sglpostfuse']],
  ['SGLANTCTR', 2, ['sglantfuse']],
  ['SGLPOST1CTR', 2, ['sglpostfuse1']],
  ['SGLANTSECTXCTR', 2, ['sglantsectXfuse']],
  ['SGLPOSTFUSECTR', 2, ['sglpostfuse']],
]
const BILATERAL = conditionNumber('BILATERAL')
const COUNTS = COUNTED.map(([name, atLeast, fields]) => ({ number: conditionNumber(name), atLeast, fields }))

/** The conditions that a claim's counts fulfil, as numbers. */
export function countedConditions(tally: Tally): number[] {
  const reached = COUNTS.filter(
    ({ atLeast, fields }) => fields.reduce((sum, field) => sum + tally[field], 0) >= atLeast,
  )
  return [...reached.map(({ number }) => number), ...(severalBits(tally.sides) ? [BILATERAL] : [])]
}

/** Does a procedure with this tally add to the condition? */
export function addsTo(condition: number, tally: Tally): boolean {
  if (condition === BILATERAL) return tally.sides !== 0
  return COUNTS.some(({ number, fields }) => number === condition && fields.some((field) => tally[field] > 0))
}

/** Are two bits set, or more? */
export function severalBits(set: number): boolean {
  return (set & (set - 1)) !== 0
}

const TRAUMA_SITES = ['sthead', 'stchest', 'stabdom', 'stkidney', 'sturin', 'stpel', 'stuplimb', 'stlolimb']
const SIDES = ['righthip', 'lefthip', 'leftknee', 'rightknee', 'leftankle', 'rightankle']

/** The significant-trauma sites among a diagnosis's attributes, as bits. */
export function traumaSites(attributes: string[]): number {
  return bits(TRAUMA_SITES, attributes)
}

/**
 * What one procedure with these attributes adds to a claim's counts: `vessel3` is three vessels, `stent2` two stents.
 */
export function procedureTally(attributes: string[]): Tally {
  const stents = Math.max(0, ...attributes.map((name) => Number(/^stent([1-4])$/.exec(name)?.[1] ?? 0)))
  const count = (name: string): number => (attributes.includes(name) ? 1 : 0)
  return {
    sides: bits(SIDES, attributes),
    vessels: attributes.reduce((sum, name) => sum + Number(/^vessel([1-9])$/.exec(name)?.[1] ?? 0), 0),
    drugStents: stents * count('NORdrugstent'),
    plainStents: stents * count('NORstent'),
    sglantfuse: count('sglantfuse'),
    sglpostfuse: count('sglpostfuse'),
    sglpostfuse1: count('sglpostfuse1'),
    sglantsectXfuse: count('sglantsectXfuse'),
  }
}

function bits(names: string[], present: string[]): number {
  return names.reduce((set, name, i) => (present.includes(name) ? set | (1 << i) : set), 0)
}
