import type { ClaimName, OriginPosition, Outcome } from '@claims-audit/audit'
import type { QueryRunner } from 'typeorm'
import { binaryArray } from '../sql/binary-array.js'
import { epochsOf } from './log-epochs.js'
import { prepared } from '../sql/prepared.js'

/** The live run; replays have others. */
export const LIVE_RUN = 0

/** Ends a lateral subquery so that it is not joined as a whole, but looked up for each row before it: the planner leaves alone what has an offset. */
export const EACH_BY_INDEX = 'offset 0'

type Position = Pick<OriginPosition, 'topic' | 'partition' | 'offset' | 'timestamp' | 'log'>

interface OutcomeAt extends ClaimName {
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
 * The outcomes that these origins have in the live run. What stands at a position counts only where the log, the timestamp
 * and the claim agree; the claim of what could not be read is not known.
 */
export async function outcomesAt(
  runner: QueryRunner,
  origins: Position[],
): Promise<(origin: Position, claim: ClaimName) => Outcome | undefined> {
  const epochOf = await epochsOf(
    runner,
    origins.map(({ log }) => log),
  )
  const stretches = stretchesOf(origins, epochOf)
  const rows = await prepared<OutcomeAt>(
    runner,
    `select w.epoch, w.topic, w.partition, o.origin_offset::text as offset, o.origin_timestamp::text as timestamp, o.tenant, o.claim_id as "claimId", o.outcome
     from unnest($1::int[], $2::text[], $3::int[], $4::bigint[], $5::bigint[]) as w(epoch, topic, partition, first, last)
     cross join lateral (
       select * from outcome o
       where o.run = ${LIVE_RUN} and o.epoch = w.epoch and o.origin_topic = w.topic and o.origin_partition = w.partition and o.origin_offset between w.first and w.last ${EACH_BY_INDEX}
     ) as o`,
    [
      binaryArray(
        'int',
        stretches.map(({ epoch }) => epoch),
      ),
      binaryArray(
        'text',
        stretches.map(({ topic }) => topic),
      ),
      binaryArray(
        'int',
        stretches.map(({ partition }) => partition),
      ),
      binaryArray(
        'bigint',
        stretches.map(({ first }) => String(first)),
      ),
      binaryArray(
        'bigint',
        stretches.map(({ last }) => String(last)),
      ),
    ],
  )
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

/** A batch's origins follow each other in their log: as stretches of it they cost one look into each partition of the table, not one for each origin. */
function stretchesOf(origins: Position[], epochOf: (log: string | undefined) => number): Stretch[] {
  const logs = Map.groupBy(origins, ({ topic, partition, log }) => `${epochOf(log)} ${topic}/${partition}`)
  return [...logs.values()].flatMap((log) => {
    const stretches: Stretch[] = []
    const { topic, partition, log: name } = log[0] as Position
    const epoch = epochOf(name)
    for (const offset of log.map(({ offset }) => BigInt(offset)).sort((a, b) => (a < b ? -1 : 1))) {
      const open = stretches.at(-1)
      if (open !== undefined && offset - open.last <= WIDEST_GAP) open.last = offset
      else stretches.push({ epoch, topic, partition, first: offset, last: offset })
    }
    return stretches
  })
}
