import { TOPICS } from '@claims-audit/contracts'
import {
  UnknownTopic,
  committedOffsets,
  logIdentity,
  logName,
  logRange,
  offsetsAt,
  type Cluster,
  type LogRange,
} from '@claims-audit/event-log'
import {
  accountedSpans,
  arrivalFates,
  arrivalLogs,
  fatesSince,
  insertAccounted,
  knownArrivals,
  type ArrivalLog,
  type Fate,
  type Ledger,
  type OffsetSpan,
} from '@claims-audit/ledger'
import { isQuarantineOnTheWay } from './on-the-way.js'
import { clipped, without, type PartitionAccount } from './spans.js'

/** The topics that the composer reads, where documents come apart from claims. */
export const ARRIVAL_TOPICS = [TOPICS.received, TOPICS.documents] as const
const GROUP = 'composer'

/** The account of a partition of a topic that the composer reads. */
export interface ArrivalAccount extends PartitionAccount {
  /** How many offsets have which fate. */
  fates: Record<Fate, number>
}

/**
 * Every offset of claims.received and documents.received has one fate: the composer kept it, it changed nothing (a
 * repeat, or superseded), or it is quarantined. Runs while the system runs: the composer is asked before the ledger.
 * Partitions that never held an event are left out.
 */
export async function* reconcileArrivals(cluster: Cluster, ledger: Ledger): AsyncGenerator<ArrivalAccount> {
  for (const topic of ARRIVAL_TOPICS) {
    const range = await logRange(cluster, topic).catch((error: unknown) => {
      if (error instanceof UnknownTopic) return undefined
      throw error
    })
    if (range === undefined) continue
    const log = logName(await logIdentity(cluster, topic))
    const logs = await arrivalLogs(ledger, topic)
    for (const former of logs) if (former.log !== log) yield* formerLog(ledger, former)
    const next = Math.max(0, ...logs.map(({ epoch }) => epoch)) + 1
    yield* currentLog(cluster, ledger, logs.find((each) => each.log === log) ?? { topic, epoch: next, log }, range)
  }
}

/** Nothing comes of it any more: what it is known to have held has its fate, or is lost. */
async function* formerLog(ledger: Ledger, log: ArrivalLog): AsyncGenerator<ArrivalAccount> {
  for (const { partition, low: from, high } of await knownArrivals(ledger, log)) {
    const { fates, bare, accounted } = await heldOf(ledger, log, { partition, from, high })
    yield { ...placeOf(log), partition, from, low: null, high, fates, open: [], missing: [], lost: bare, accounted }
  }
}

async function* currentLog(
  cluster: Cluster,
  ledger: Ledger,
  log: ArrivalLog,
  ranges: LogRange[],
): AsyncGenerator<ArrivalAccount> {
  const passed = new Map(
    (await committedOffsets(cluster, GROUP, log.topic)).map(({ partition, offset }) => [partition, offset]),
  )
  const isOnTheWay = await isQuarantineOnTheWay(cluster)
  const since = await fatesSince(ledger)
  const begins = since === undefined ? undefined : await offsetsAt(cluster, log.topic, since)
  const known = new Map((await knownArrivals(ledger, log)).map((each) => [each.partition, each]))
  for (const { partition, low, high } of ranges) {
    const from = String(beginOf(low, { known: known.get(partition)?.low, begins: begins?.get(partition) }))
    if (from === high) continue
    const { fates, bare, accounted } = await heldOf(ledger, log, { partition, from, high })
    const read = BigInt(passed.get(partition) ?? low)
    const isKnown = isOnTheWay || read < BigInt(low) ? BigInt(low) : read
    yield {
      ...placeOf(log),
      ...{ partition, from, low, high, fates, accounted },
      open: clipped(bare, isKnown, BigInt(high)),
      missing: clipped(bare, BigInt(low), isKnown),
      lost: clipped(bare, 0n, BigInt(low)),
    }
  }
}

/** Where an account begins: at what is known, else at the log; never before fates were recorded. */
function beginOf(low: string, { known, begins }: { known: string | undefined; begins: string | undefined }): bigint {
  const first = known !== undefined && BigInt(known) < BigInt(low) ? BigInt(known) : BigInt(low)
  return begins !== undefined && BigInt(begins) > first ? BigInt(begins) : first
}

const placeOf = ({ topic, epoch }: ArrivalLog): Pick<ArrivalAccount, 'topic' | 'epoch'> => ({ topic, epoch })

async function heldOf(
  ledger: Ledger,
  log: ArrivalLog,
  { partition, from, high }: { partition: number; from: string; high: string },
): Promise<Pick<ArrivalAccount, 'fates' | 'accounted'> & { bare: OffsetSpan[] }> {
  const { fates, without: unfated } = await arrivalFates(ledger, log, { partition, low: from, high })
  const { topic, epoch } = log
  const bare = without(unfated, await accountedSpans(ledger, { topic, epoch, partition }))
  return { fates, bare, accounted: without(unfated, bare) }
}

/**
 * Takes a person's word that offsets need no fate: those of an aborted transaction, or what is lost. Throws where the
 * log has never had them.
 */
export async function acknowledgeArrivals(
  cluster: Cluster,
  ledger: Ledger,
  span: OffsetSpan & { topic: string; epoch: number | undefined; partition: number },
  o: { by: string; note: string | null },
): Promise<void> {
  let end: ArrivalAccount | undefined
  for await (const account of reconcileArrivals(cluster, ledger))
    if (account.topic === span.topic && account.partition === span.partition && isOf(account, span.epoch)) end = account
  if (end === undefined) throw new Error(`partition ${span.partition} of ${span.topic} never held an event`)
  if (BigInt(span.last) >= BigInt(end.high))
    throw new Error(`partition ${span.partition} ends before offset ${end.high}: there is no ${span.last} yet`)
  await insertAccounted(ledger, [{ ...span, epoch: end.epoch, kind: 'acknowledged', ...o }])
}

/** Without an epoch the log that the topic is now. */
const isOf = (account: ArrivalAccount, epoch: number | undefined): boolean =>
  epoch === undefined ? account.low !== null : account.epoch === epoch
