import type { QueryRunner } from 'typeorm'
import type { Actor } from '../decisions/actor.js'
import { isBindable } from '../sql/bindable.js'
import { DIMENSIONS } from './measure.js'
import type { Dimension, Measure } from './measure.js'

/** Which rows of a measure. */
export interface MeasureQuery {
  /** ISO days; `to` is not part of it. */
  from: string
  to: string
  /** Null: the rows that name none. */
  filter: Partial<Record<Dimension, string | null>>
  /** The caller sees how persons judged only of themselves. */
  ownPersonOnly: boolean
}

/** Part of a measure: a group of its rows, or all of them. */
export interface MeasureSum {
  numerator: number
  /** Null where the measure is a count or a sum. */
  denominator: number | null
  /** Null where there is nothing to divide by. */
  value: number | null
  rows: number
}

export interface MeasureGroup extends MeasureSum {
  /** The rule, facility, payer, coder, person or month; null where the rows name none. */
  of: string | null
}

/** One thing that a measure counts. */
export interface MeasureRow extends Record<Exclude<Dimension, 'month'>, string | null> {
  at: string
  claimId: string
  claimVersion: number
  /** Null where the row is a claim. */
  findingId: string | null
  numerator: number
  denominator: number | null
}

const MOST_GROUPS = 500

/** Selects the rows of a measure, and the values that its text names. */
function rowsOf(measure: Measure, actor: Actor, query: MeasureQuery): { sql: string; values: unknown[] } {
  const values: unknown[] = [actor.tenant, actor.facilities, query.from, query.to]
  const conditions = Object.entries(query.filter).map(([name, value]) =>
    value === null
      ? `${DIMENSIONS[name as Dimension]} is null`
      : `${DIMENSIONS[name as Dimension]} = $${values.push(value)}`,
  )
  if (query.ownPersonOnly && measure.by.includes('person')) conditions.push(`person = $${values.push(actor.person)}`)
  const where = conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''
  return { sql: `select * from (${measure.rows}) m${where}`, values }
}

const valueOf = ({ denominator, value }: Measure): string =>
  `(${value ?? (denominator === null ? 'coalesce(sum(n), 0)' : 'sum(n) / nullif(sum(d), 0)::numeric')})::float8 as value`

const SUMS = `coalesce(sum(n), 0)::float8 as numerator, sum(d)::float8 as denominator, count(*)::int as rows`

/** All rows as one, and by a dimension: the largest groups first, months in their order. */
export async function sumMeasure(
  runner: QueryRunner,
  actor: Actor,
  measure: Measure,
  { by, ...query }: MeasureQuery & { by: Dimension | undefined },
): Promise<{ total: MeasureSum; groups: MeasureGroup[]; isCut: boolean }> {
  const { sql, values } = rowsOf(measure, actor, query)
  const [total]: MeasureSum[] = await runner.query(`select ${SUMS}, ${valueOf(measure)} from (${sql}) m`, values)
  const groups: MeasureGroup[] =
    by === undefined
      ? []
      : await runner.query(
          `select ${DIMENSIONS[by]} as of, ${SUMS}, ${valueOf(measure)} from (${sql}) m group by 1
           order by ${by === 'month' ? '1' : 'coalesce(sum(d), abs(sum(n))) desc, 1'} limit ${MOST_GROUPS + 1}`,
          values,
        )
  return { total: total as MeasureSum, groups: groups.slice(0, MOST_GROUPS), isCut: groups.length > MOST_GROUPS }
}

const KEY = "(at, claim_id, version, coalesce(finding_id::text, ''))"
const TELL = `at::text as instant, claim_id as "claimId", version as "claimVersion", finding_id as "findingId", rule_id as rule,
  facility_id as facility, payer_id as payer, coder, person, n::float8 as numerator, d::float8 as denominator`

/** A page of the rows of a measure, the newest first. Throws RangeError on a broken cursor. */
export async function listMeasureRows(
  runner: QueryRunner,
  actor: Actor,
  measure: Measure,
  { limit, cursor, ...query }: MeasureQuery & { limit: number; cursor?: string },
): Promise<{ items: MeasureRow[]; cursor: string | null }> {
  const { sql, values } = rowsOf(measure, actor, query)
  const after =
    cursor === undefined
      ? ''
      : ` where ${KEY} < (${readCursor(cursor)
          .map((value, at) => `$${values.push(value)}${['::timestamptz', '', '::int', ''][at]}`)
          .join(', ')})`
  const rows: (Omit<MeasureRow, 'at'> & { instant: string })[] = await runner.query(
    `select ${TELL} from (${sql}) m${after} order by at desc, claim_id desc, version desc, coalesce(finding_id::text, '') desc limit ${limit + 1}`,
    values,
  )
  const listed = rows.slice(0, limit)
  const last = listed.at(-1)
  return {
    items: listed.map(({ instant, ...row }) => ({ ...row, at: new Date(instant).toISOString() })),
    cursor: rows.length > limit && last !== undefined ? cursorAfter(last) : null,
  }
}

const cursorAfter = (row: Pick<MeasureRow, 'claimId' | 'claimVersion' | 'findingId'> & { instant: string }): string =>
  Buffer.from(JSON.stringify([row.instant, row.claimId, row.claimVersion, row.findingId ?? ''])).toString('base64url')

function readCursor(cursor: string): [string, string, number, string] {
  try {
    const [at, claim, version, finding] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    const isRight = isBindable.timestamptz(at) && isBindable.text(claim) && Number.isInteger(version)
    if (isRight && typeof finding === 'string' && isBindable.text(finding))
      return [at, claim, version as number, finding]
  } catch {
    // Falls through to the one message for every broken cursor.
  }
  throw new RangeError('cursor')
}
