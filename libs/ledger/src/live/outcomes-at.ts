import type { ClaimName, OriginPosition, Outcome } from '@claims-audit/audit'
import type { QueryRunner } from 'typeorm'
import { binaryArray } from '../sql/binary-array.js'
import type { Element } from '../sql/binary-array.js'
import { prepared } from '../sql/prepared.js'

/**
 * Ends a lateral subquery so that it is not joined as a whole, but looked up for each row before it: the planner leaves
 * alone what has an offset.
 */
export const EACH_BY_INDEX = 'offset 0'

type Position = Pick<OriginPosition, 'topic' | 'partition' | 'offset' | 'timestamp' | 'log'>

export interface OutcomeAt extends ClaimName {
  epoch: number
  topic: string
  partition: number
  offset: string
  timestamp: string
  outcome: Outcome
}

const keyOf = (epoch: number, { topic, partition, offset, timestamp }: Omit<Position, 'log'>): string =>
  `${epoch} ${topic}/${partition}/${offset} ${timestamp}`

/**
 * Within a statement: the outcomes within stretches of logs, which are five arrays from the parameter of that number
 * on.
 */
export const OUTCOMES_WITHIN = (first: number): string => `
select w.epoch, w.topic, w.partition, o.origin_offset::text as offset, o.origin_timestamp::text as timestamp, o.tenant, o.claim_id, o.outcome
from unnest($${first}::int[], $${first + 1}::text[], $${first + 2}::int[], $${first + 3}::bigint[], $${first + 4}::bigint[]) as w(epoch, topic, partition, low, high)
cross join lateral (
  select o.origin_offset, o.origin_timestamp, o.tenant, o.claim_id, o.outcome from recorded_outcome o
  where o.epoch = w.epoch and o.origin_topic = w.topic and o.origin_partition = w.partition and o.origin_offset between w.low and w.high ${EACH_BY_INDEX}
) as o`

/** The outcomes that these origins have in the ledger. */
export async function outcomesAt(
  runner: QueryRunner,
  origins: Position[],
  epochOf: (log: string | undefined) => number,
): Promise<OutcomeOf> {
  const rows = await prepared<Omit<OutcomeAt, 'claimId'> & { claim_id: string }>(
    runner,
    OUTCOMES_WITHIN(1),
    stretchesOf(origins, epochOf),
  )
  return outcomesAmong(
    rows.map(({ claim_id: claimId, ...row }) => ({ ...row, claimId })),
    epochOf,
  )
}

type OutcomeOf = (origin: Position, claim: ClaimName) => Outcome | undefined

/**
 * What stands at a position counts only where the log, the timestamp and the claim agree; the claim of what could not
 * be read is not known.
 */
export function outcomesAmong(rows: OutcomeAt[], epochOf: (log: string | undefined) => number): OutcomeOf {
  const byOrigin = Map.groupBy(rows, (row) => keyOf(row.epoch, row))
  return (origin, claim) => byOrigin.get(keyOf(epochOf(origin.log), origin))?.find((row) => agrees(row, claim))?.outcome
}

/** The tenant of what could not be read. */
const UNREAD = '_unread'

const agrees = (held: ClaimName, claim: ClaimName): boolean =>
  held.tenant === UNREAD || claim.tenant === UNREAD || (held.tenant === claim.tenant && held.claimId === claim.claimId)

interface Stretch {
  epoch: number
  topic: string
  partition: number
  first: bigint
  last: bigint
}

/** Within a stretch no two neighbours are further apart: what is read beside what was asked for stays little. */
const WIDEST_GAP = 64n

/**
 * A batch's origins follow each other in their log: as stretches of it they cost one look into the table for each
 * partition of the log, not one for each origin. As the arrays that the statement takes.
 */
export function stretchesOf(origins: Position[], epochOf: (log: string | undefined) => number): Buffer[] {
  const stretches = [
    ...Map.groupBy(origins, ({ topic, partition, log }) => `${epochOf(log)} ${topic}/${partition}`).values(),
  ].flatMap((log) => stretchesIn(log, epochOf))
  const array = (type: string, of: (stretch: Stretch) => Element): Buffer => binaryArray(type, stretches.map(of))
  return [
    array('int', ({ epoch }) => epoch),
    array('text', ({ topic }) => topic),
    array('int', ({ partition }) => partition),
    array('bigint', ({ first }) => String(first)),
    array('bigint', ({ last }) => String(last)),
  ]
}

function stretchesIn(log: Position[], epochOf: (log: string | undefined) => number): Stretch[] {
  const stretches: Stretch[] = []
  const { topic, partition, log: name } = log[0] as Position
  const epoch = epochOf(name)
  for (const offset of log.map((each) => BigInt(each.offset)).sort((a, b) => (a < b ? -1 : 1))) {
    const open = stretches.at(-1)
    if (open !== undefined && offset - open.last <= WIDEST_GAP) open.last = offset
    else stretches.push({ epoch, topic, partition, first: offset, last: offset })
  }
  return stretches
}
