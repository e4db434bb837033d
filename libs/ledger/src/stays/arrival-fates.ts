import type { DataSource, QueryRunner } from 'typeorm'
import type { OffsetSpan } from '../live/reconcile.js'

/** What the composer does with an event: `kept` of its claim or documents, or it changes nothing, or is quarantined. */
export type Fate = 'kept' | 'repeat' | 'superseded' | 'quarantined'

/** An offset of a topic that the composer reads; `log`: cluster id and topic id. */
export interface ArrivalPlace {
  topic: string
  log: string
  partition: number
  offset: string
}

/** Notes what became of events, in the transaction that does it. Of an event that comes again the first fate stands. */
export async function insertFates(
  runner: QueryRunner,
  fates: readonly (ArrivalPlace & { fate: Fate })[],
): Promise<void> {
  for (const [topic, ofTopic] of Map.groupBy(fates, (each) => each.topic))
    for (const [log, ofLog] of Map.groupBy(ofTopic, (each) => each.log)) {
      await runner.query(
        `insert into arrival_log (topic, epoch, log)
         select $1, coalesce(max(epoch), 0) + 1, $2 from arrival_log where topic = $1
         having not exists (select from arrival_log where topic = $1 and log = $2) on conflict do nothing`,
        [topic, log],
      )
      await runner.query(
        `insert into arrival (topic, epoch, partition, position, fate)
         select l.topic, l.epoch, f.* from arrival_log l, unnest($3::int[], $4::bigint[], $5::text[]) as f
         where l.topic = $1 and l.log = $2 on conflict do nothing`,
        [topic, log, ...columnsOf(ofLog)],
      )
    }
}

const columnsOf = (fates: readonly (ArrivalPlace & { fate: Fate })[]): unknown[] => [
  fates.map(({ partition }) => partition),
  fates.map(({ offset }) => offset),
  fates.map(({ fate }) => fate),
]

/** One partition of a log that a topic was or is. */
export interface ArrivalLog {
  topic: string
  /** Which of the topic's logs: 1 is the first that was met. */
  epoch: number
  log: string
}

export const arrivalLogs = (ledger: DataSource, topic: string): Promise<ArrivalLog[]> =>
  ledger.query('select topic, epoch, log from arrival_log where topic = $1 order by epoch', [topic])

/** Before then the composer kept no fates: a release before did its work. Milliseconds since 1970. */
export async function fatesSince(ledger: DataSource): Promise<number | undefined> {
  const [row] = (await ledger.query(
    'select floor(extract(epoch from min(at)) * 1000)::float8 as at from arrival_since',
  )) as { at: number | null }[]
  return row?.at ?? undefined
}

/** The partitions of a log that fates are known of, with the first offset and the one behind the last. */
export const knownArrivals = (
  ledger: DataSource,
  { topic, epoch }: ArrivalLog,
): Promise<{ partition: number; low: string; high: string }[]> =>
  ledger.query(
    `select partition, min(position)::text as low, (max(position) + 1)::text as high from arrival
     where topic = $1 and epoch = $2 group by partition order by partition`,
    [topic, epoch],
  )

export interface ArrivalFates {
  fates: Record<Fate, number>
  /** Stretches without a fate. */
  without: OffsetSpan[]
}

/**
 * The fates of a partition's offsets from `low` up to, and without, `high`. What was quarantined without the composer's
 * doing (a batch that cannot be read, an event that fails at each attempt) is known by its row in the quarantine; what
 * had expired unread has no fate.
 */
export async function arrivalFates(
  ledger: DataSource,
  { topic, epoch, log }: ArrivalLog,
  { partition, low, high }: { partition: number; low: string; high: string },
): Promise<ArrivalFates> {
  const key = [topic, epoch, partition, low, high, log]
  const counted = (await ledger.query(
    `select fate, count(*)::int as events from (${HELD}) held group by fate`,
    key,
  )) as { fate: Fate; events: number }[]
  const fates: ArrivalFates['fates'] = { kept: 0, repeat: 0, superseded: 0, quarantined: 0 }
  for (const { fate, events } of counted) fates[fate] = events
  const without = (await ledger.query(
    `with held as (${HELD}), edges as (
       select position as at, lead(position, 1, $5::bigint) over (order by position) as following from held
       union all select $4::bigint - 1, coalesce((select min(position) from held), $5::bigint)
     )
     select (at + 1)::text as first, (following - 1)::text as last from edges where following > at + 1 order by at`,
    key,
  )) as OffsetSpan[]
  return { fates, without }
}

const HELD = `
  select coalesce(a.position, q.position) as position, coalesce(a.fate, 'quarantined') as fate
  from (select position, fate from arrival
        where topic = $1 and epoch = $2 and partition = $3 and position >= $4 and position < $5) a
  full join (
    select distinct each as position from quarantine,
      generate_series(greatest(origin_offset, $4), least(coalesce((headers ->> 'quarantine-last-offset')::bigint, origin_offset), $5::bigint - 1)) as each
    where origin_topic = $1 and origin_partition = $3 and stage = 'composer' and reason_code <> 'expired'
      and coalesce(headers ->> 'origin-log', $6) = $6
  ) q on q.position = a.position`
