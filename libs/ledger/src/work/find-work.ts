import type { BillHold } from '@claims-audit/contracts'
import { DEFAULT_BILL_HOLD, stateOf } from '@claims-audit/decisions'
import type { State } from '@claims-audit/decisions'
import type { QueryRunner } from 'typeorm'
import type { Actor } from '../decisions/actor.js'
import { conditionsOf } from '../decisions/filter-work.js'
import type { WorkFilter } from '../decisions/filter-work.js'
import { billHoldOf } from '../decisions/tenant-settings.js'
import { withBodies } from '../live/find-findings.js'
import type { FoundFinding, ListedRow } from '../live/find-findings.js'
import { isBindable } from '../sql/bindable.js'
import { NO_CENTS, STILL_OPEN } from '../tables/work-rows.js'
import { inQueue } from './queues.js'
import type { WorkQueue } from './queues.js'
import { WORK_SORTS } from './scopes.js'
import type { WorkSort } from './scopes.js'

/** A finding with where work on it stands. */
export interface WorkItem extends FoundFinding {
  state: State
  /** Who has the claim; empty where no person has. */
  owner: string
  /** ISO date; null where the stay is still open. */
  dueDate: string | null
  /** What the proposed change would change the payment by; null where no base rate is known. */
  impactCents: number | null
}

export interface WorkPage {
  items: WorkItem[]
  /** Hand it back to go on; null at the end. */
  cursor: string | null
}

export interface WorkPageRequest {
  queue: WorkQueue
  filter: WorkFilter
  sort: WorkSort
  descending: boolean
  limit: number
  cursor?: string
}

interface WorkRow extends ListedRow {
  state: number
  owner: string
  due: string
  impact: string
}

/** A page of a queue. Throws RangeError on a cursor that is not of this sort. */
export async function findWork(runner: QueryRunner, actor: Actor, request: WorkPageRequest): Promise<WorkPage> {
  const { sql, values } = selectWork(actor, request, await billHoldOf(runner, actor.tenant))
  const rows: WorkRow[] = await runner.query(sql, values)
  const listed = rows.slice(0, request.limit)
  const found = new Map((await withBodies(runner, listed)).map((item) => [item.findingId, item]))
  const last = listed.at(-1)
  return {
    items: listed.flatMap((row) => {
      const finding = found.get(row.finding_id)
      return finding === undefined ? [] : [itemOf(finding, row)]
    }),
    cursor: rows.length > request.limit && last !== undefined ? cursorAfter(last, request.sort) : null,
  }
}

const itemOf = (finding: FoundFinding, { state, owner, due, impact }: WorkRow): WorkItem => ({
  ...finding,
  state: stateOf(state),
  owner,
  dueDate: due === STILL_OPEN ? null : due,
  impactCents: impact === NO_CENTS ? null : Number(impact),
})

/** Of a claim only the newest result's findings are in a queue: the id alone ends the key. */
export function selectWork(
  actor: Actor,
  { queue, filter, sort, descending, limit, cursor }: WorkPageRequest,
  billHold: BillHold = DEFAULT_BILL_HOLD,
): { sql: string; values: unknown[] } {
  const values: unknown[] = [actor.tenant, actor.facilities]
  const conditions = [
    'f.tenant = $1 and ($2::text[] is null or f.facility_id = any($2))',
    inQueue(queue, queue === 'mine' ? `$${values.push(actor.person)}` : ''),
    ...conditionsOf(filter, values),
  ]
  const { sql: column, type } = WORK_SORTS[sort]
  const by = column.replace(/(severity|due_from|impact_cents|recorded_at)/, 'f.$1')
  if (cursor !== undefined) {
    const { sorted, id } = readCursor(cursor, sort)
    conditions.push(
      `(${by}, f.finding_id) ${descending ? '<' : '>'} ($${values.push(sorted)}::${type}, $${values.push(id)}::uuid)`,
    )
  }
  const direction = descending ? ' desc' : ''
  return {
    sql: `select f.finding_id, f.tenant, f.claim_id, f.version, f.revision, f.recorded_at, f.recorded_at::text as instant, f.is_open,
  f.state, f.owner, (f.due_from + ${billHold.days})::text as due, f.impact_cents::text as impact, ${by}::text as sorted
from work_finding f where ${conditions.join(' and ')} order by ${by}${direction}, f.finding_id${direction} limit ${limit + 1}`,
    values,
  }
}

const cursorAfter = ({ sorted, finding_id }: WorkRow, sort: WorkSort): string =>
  Buffer.from(JSON.stringify([sort, sorted, finding_id])).toString('base64url')

function readCursor(cursor: string, wanted: WorkSort): { sorted: string; id: string } {
  try {
    const [sort, sorted, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    if (sort === wanted && isSorted(wanted, sorted) && isBindable.uuid(id)) return { sorted, id }
  } catch {
    // Falls through to the one message for every broken cursor.
  }
  throw new RangeError('cursor')
}

function isSorted(sort: WorkSort, value: unknown): value is string {
  if (sort === 'due') return value === STILL_OPEN || isBindable.date(value)
  if (sort === 'severity') return typeof value === 'string' && /^[123]$/.test(value)
  return isBindable[WORK_SORTS[sort].type](value)
}
