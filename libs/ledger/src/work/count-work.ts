import type { QueryRunner } from 'typeorm'
import type { Actor } from '../decisions/actor.js'
import { conditionsOf } from '../decisions/filter-work.js'
import type { WorkFilter } from '../decisions/filter-work.js'
import { countFindings } from '../live/count-findings.js'
import type { FindingCount, FindingCounts } from '../live/count-findings.js'
import { WORK_QUEUES, inQueue } from './queues.js'
import type { WorkQueue } from './queues.js'

/**
 * How much work there is; facets are of all active work, and null where the filter asks for more than the sums hold.
 */
export interface WorkCounts extends Pick<FindingCounts, 'facets'> {
  queues: Record<WorkQueue, FindingCount>
}

/**
 * Beyond so many findings of a queue, a count says that there are at least so many: counting all of millions takes
 * seconds.
 */
const MOST_EXAMINED = 20_000

/**
 * Sizes of all queues under a filter. All active work, by rule, severity and facility, comes from sums that are kept
 * with each batch and act, exactly; else of each queue the first 20,000 findings are looked at.
 */
export async function countWork(runner: QueryRunner, actor: Actor, filter: WorkFilter): Promise<WorkCounts> {
  const { rule, severity, facility, ...more } = filter
  // Sums know whole facilities only by the policies of the database, which see to a caller's limit.
  const wanted = { ...(rule && { rule }), ...(severity && { severity }), ...(facility && { facility }) }
  const sums =
    Object.keys(more).length > 0
      ? undefined
      : await countFindings(runner, { tenant: actor.tenant, status: 'open', ...wanted })
  const counted: [WorkQueue, FindingCount][] = []
  for (const queue of WORK_QUEUES)
    counted.push([queue, queue === 'all' && sums ? sums.total : await sizeOf(runner, actor, queue, filter)])
  return { queues: Object.fromEntries(counted) as WorkCounts['queues'], facets: sums?.facets ?? null }
}

async function sizeOf(runner: QueryRunner, actor: Actor, queue: WorkQueue, filter: WorkFilter): Promise<FindingCount> {
  const values: unknown[] = [actor.tenant, actor.facilities]
  const scope = `f.tenant = $1 and ($2::text[] is null or f.facility_id = any($2)) and ${inQueue(queue, queue === 'mine' ? `$${values.push(actor.person)}` : '')}`
  const conditions = ['true', ...conditionsOf(filter, values)].join(' and ')
  const [row]: { count: number; examined: number }[] = await runner.query(
    `select count(*) filter (where ${conditions})::int as count, count(*)::int as examined
     from (select f.* from work_finding f where ${scope} limit ${MOST_EXAMINED + 1}) f`,
    values,
  )
  const { count = 0, examined = 0 } = row ?? {}
  return { count: Math.min(count, MOST_EXAMINED), isExact: examined <= MOST_EXAMINED }
}
