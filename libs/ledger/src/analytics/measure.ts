/** What the rows of a measure can be told apart by. */
export const DIMENSIONS = {
  rule: 'rule_id',
  facility: 'facility_id',
  payer: 'payer_id',
  coder: 'coder',
  person: 'person',
  month: "to_char(at at time zone 'UTC', 'YYYY-MM')",
} as const
export type Dimension = keyof typeof DIMENSIONS

/**
 * A number with the rows that it is made of. Sums and lists read the same rows, so that a number always is what its
 * rows add up to.
 *
 * `rows` selects `at` (an instant within `$3` and `$4`), `claim_id`, `version`, `finding_id`, the dimensions, and what
 * the row adds to the numerator `n` and the denominator `d`. `$1` is the tenant and `$2` the facilities that the caller
 * is limited to, or null.
 */
export interface Measure {
  id: string
  title: string
  /** What it says, for a reader who has never seen it. */
  definition: string
  /** What is counted or added up. */
  numerator: string
  /** Of what it is a share; null where it is a count or a sum. */
  denominator: string | null
  unit: 'findings' | 'acts' | 'dollars' | 'weight' | 'share' | 'kappa'
  by: readonly Dimension[]
  rows: string
  /** SQL of the value over a group of rows; by default the numerator, or its share of the denominator. */
  value?: string
}

/** A row is of the caller's tenant and facilities, and of the period. */
export const within = (row: string, at: string, facility = `${row}.facility_id`): string =>
  `${row}.tenant = $1 and ($2::text[] is null or ${facility} = any($2)) and ${at} >= $3::timestamptz and ${at} < $4::timestamptz`

/** The columns of a finding that its rows can be told apart by. */
export const OF_FINDING = 'f.claim_id, f.version, f.finding_id, f.rule_id, f.facility_id, f.payer_id, f.coder'

/** The finding of an act. */
export const FINDING_OF = (act: string): string =>
  `join work_finding f on f.finding_id = ${act}.finding_id and f.revision = ${act}.revision`
