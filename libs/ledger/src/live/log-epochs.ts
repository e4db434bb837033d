import type { DataSource, EntityManager, QueryRunner } from 'typeorm'

/** A log that claims.submitted has been, in the order in which the ledger took them for its own. */
export interface LogEpoch {
  epoch: number
  /** Cluster id and topic id, as an origin's `log` names them. */
  log: string
  by: string
  note: string | null
  acceptedAt: string
}

/** What a position without a log counts in: the first, as all did before logs were told apart. */
export const FIRST_EPOCH = 1

/**
 * The ledger holds outcomes of another log, and must not be read as if they were of this one. The process that meets it
 * waits: a person decides.
 */
export class AnotherLog extends Error {
  override name = 'AnotherLog'
  /** Waited for, not blamed on an event. */
  readonly willPass = true

  constructor(readonly log: string) {
    super(
      `this ledger belongs to another log than ${log}: Kafka's data was lost, or claims.submitted was moved or made again (docs/operations.md, "Restore"); ` +
        `"claims-audit ledger accept-log" continues with the new log as a new epoch`,
    )
  }
}

const known = new WeakMap<DataSource, Map<string, number>>()

/** The epochs of logs by name, to be asked for each. Throws AnotherLog for one that the ledger does not belong to. */
export async function epochsOf(
  runner: QueryRunner,
  logs: Iterable<string | undefined>,
): Promise<(log: string | undefined) => number> {
  const held = known.get(runner.connection) ?? new Map<string, number>()
  known.set(runner.connection, held)
  const wanted = new Set(logs)
  const isMissing = (log: string | undefined): log is string => log !== undefined && !held.has(log)
  if ([...wanted].some(isMissing)) for (const { log, epoch } of await logEpochs(runner.manager)) held.set(log, epoch)
  const unknown = [...wanted].find(isMissing)
  if (unknown !== undefined) throw new AnotherLog(unknown)
  return (log) => (log === undefined ? FIRST_EPOCH : (held.get(log) ?? FIRST_EPOCH))
}

/** Oldest first. */
export function logEpochs(ledger: DataSource | EntityManager): Promise<LogEpoch[]> {
  return ledger.query(
    'select epoch, log, by_whom as by, note, accepted_at as "acceptedAt" from log_epoch order by epoch',
  )
}

/** A partition's end, as the cluster tells it. */
interface End {
  partition: number
  high: string
}

/**
 * Whether the ledger belongs to a log: throws AnotherLog where not. One that has no log yet takes the first it meets,
 * unless it holds outcomes of offsets that this log has never had.
 */
export async function admitLog(
  ledger: DataSource,
  log: string,
  at: { topic: string; ends: readonly End[]; by: string },
): Promise<number> {
  return ledger.transaction(async (session) => {
    await session.query('lock table log_epoch in exclusive mode')
    const epochs = await logEpochs(session)
    const found = epochs.find((each) => each.log === log)
    if (found !== undefined) return found.epoch
    if (epochs.length > 0 || (await reachesBeyond(session, at))) throw new AnotherLog(log)
    await insertEpoch(session, { epoch: FIRST_EPOCH, log, by: at.by, note: null })
    return FIRST_EPOCH
  })
}

/** Takes a log as the ledger's own from now on; what came of the logs before stays. Gives its epoch. */
export async function acceptLog(
  ledger: DataSource,
  log: string,
  o: { by: string; note: string | null },
): Promise<number> {
  return ledger.transaction(async (session) => {
    await session.query('lock table log_epoch in exclusive mode')
    const epochs = await logEpochs(session)
    const found = epochs.find((each) => each.log === log)
    if (found !== undefined) return found.epoch
    const hasRows = epochs.length > 0 || (await hasOutcomes(session))
    const epoch = hasRows ? Math.max(FIRST_EPOCH, ...epochs.map((each) => each.epoch)) + 1 : FIRST_EPOCH
    await insertEpoch(session, { epoch, log, ...o })
    return epoch
  })
}

async function reachesBeyond(
  session: EntityManager,
  { topic, ends }: { topic: string; ends: readonly End[] },
): Promise<boolean> {
  const [row]: { beyond: boolean }[] = await session.query(
    `select exists (
       select from recorded_outcome o left join unnest($2::int[], $3::bigint[]) as e(partition, high) on e.partition = o.origin_partition
       where o.epoch = ${FIRST_EPOCH} and o.origin_topic = $1 and o.origin_offset >= coalesce(e.high, 0)
     ) as beyond`,
    [topic, ends.map(({ partition }) => partition), ends.map(({ high }) => high)],
  )
  return row?.beyond === true
}

async function hasOutcomes(session: EntityManager): Promise<boolean> {
  const [row]: { some: boolean }[] = await session.query('select exists (select from recorded_outcome) as some')
  return row?.some === true
}

async function insertEpoch(
  session: EntityManager,
  { epoch, log, by, note }: Omit<LogEpoch, 'acceptedAt'>,
): Promise<void> {
  await session.query('insert into log_epoch (epoch, log, by_whom, note) values ($1, $2, $3, $4)', [
    epoch,
    log,
    by,
    note,
  ])
}
