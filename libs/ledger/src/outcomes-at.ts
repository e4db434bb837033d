import type { OriginPosition, Outcome } from '@claims-audit/audit'
import type { QueryRunner } from 'typeorm'

/** The live run; replays have others. */
export const LIVE_RUN = 0

type Position = Pick<OriginPosition, 'topic' | 'partition' | 'offset'>

const keyOf = ({ topic, partition, offset }: Position): string => `${topic}/${partition}/${offset}`

/** The outcomes that these origins have in the live run, to be asked for by position. */
export async function outcomesAt(runner: QueryRunner, origins: Position[]): Promise<(origin: Position) => Outcome | undefined> {
  const rows: (Position & { outcome: Outcome })[] = await runner.query(
    `select o.origin_topic as topic, o.origin_partition as partition, o.origin_offset::text as offset, o.outcome
     from unnest($1::text[], $2::int[], $3::bigint[]) as w(topic, partition, position)
     join outcome o on o.run = ${LIVE_RUN} and o.origin_topic = w.topic and o.origin_partition = w.partition and o.origin_offset = w.position`,
    [origins.map((origin) => origin.topic), origins.map((origin) => origin.partition), origins.map((origin) => origin.offset)],
  )
  const byOrigin = new Map(rows.map((row) => [keyOf(row), row.outcome]))
  return (origin) => byOrigin.get(keyOf(origin))
}
