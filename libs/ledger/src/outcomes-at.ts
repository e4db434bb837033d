import type { OriginPosition, Outcome } from '@claims-audit/audit'
import type { QueryRunner } from 'typeorm'
import { binaryArray } from './binary-array.js'
import { prepared } from './prepared.js'

/** The live run; replays have others. */
export const LIVE_RUN = 0

/** Ends a lateral subquery so that it is not joined as a whole, but looked up for each row before it: the planner leaves alone what has an offset. */
export const EACH_BY_INDEX = 'offset 0'

type Position = Pick<OriginPosition, 'topic' | 'partition' | 'offset'>

const keyOf = ({ topic, partition, offset }: Position): string => `${topic}/${partition}/${offset}`

/** The outcomes that these origins have in the live run, to be asked for by position. */
export async function outcomesAt(runner: QueryRunner, origins: Position[]): Promise<(origin: Position) => Outcome | undefined> {
  const stretches = stretchesOf(origins)
  const rows = await prepared<Position & { outcome: Outcome }>(
    runner,
    `select w.topic, w.partition, o.origin_offset::text as offset, o.outcome
     from unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[]) as w(topic, partition, first, last)
     cross join lateral (
       select * from outcome o
       where o.run = ${LIVE_RUN} and o.origin_topic = w.topic and o.origin_partition = w.partition and o.origin_offset between w.first and w.last ${EACH_BY_INDEX}
     ) as o`,
    [
      binaryArray('text', stretches.map(({ topic }) => topic)),
      binaryArray('int', stretches.map(({ partition }) => partition)),
      binaryArray('bigint', stretches.map(({ first }) => String(first))),
      binaryArray('bigint', stretches.map(({ last }) => String(last))),
    ],
  )
  const byOrigin = new Map(rows.map((row) => [keyOf(row), row.outcome]))
  return (origin) => byOrigin.get(keyOf(origin))
}

interface Stretch {
  topic: string
  partition: number
  first: bigint
  last: bigint
}

/** Within a stretch no two neighbours are further apart: what is read beside what was asked for stays little. */
const WIDEST_GAP = 64n

/** A batch's origins follow each other in their log: as stretches of it they cost one look into each partition of the table, not one for each origin. */
function stretchesOf(origins: Position[]): Stretch[] {
  const logs = Map.groupBy(origins, ({ topic, partition }) => `${topic}/${partition}`)
  return [...logs.values()].flatMap((log) => {
    const stretches: Stretch[] = []
    const { topic, partition } = log[0] as Position
    for (const offset of log.map(({ offset }) => BigInt(offset)).sort((a, b) => (a < b ? -1 : 1))) {
      const open = stretches.at(-1)
      if (open !== undefined && offset - open.last <= WIDEST_GAP) open.last = offset
      else stretches.push({ topic, partition, first: offset, last: offset })
    }
    return stretches
  })
}
