import { FIRST_STAGES, LATER_STAGES, TOPICS } from '@claims-audit/contracts'
import { committedOffsets, logRange, type Cluster } from '@claims-audit/event-log'
import {
  accountedSpans,
  insertAccounted,
  knownOffsets,
  logEpochs,
  terminalOffsets,
  type Ledger,
  type OffsetSpan,
} from '@claims-audit/ledger'
import { admitCurrentLog } from './current-log.js'
import { hasLag, isQuarantineOnTheWay } from './on-the-way.js'
import { clipped, without, type PartitionAccount } from './spans.js'

/** The account of a partition of claims.submitted. */
export interface Account extends PartitionAccount {
  /** Offsets that have their outcome. */
  terminal: number
  duplicated: string[]
}

/**
 * Every offset of claims.submitted that is known of has its outcome, is on its way, is accounted for, or is missing or
 * lost. Runs while the system runs: the stages are asked upstream first and the ledger last, so what moves meanwhile is
 * found further down. Throws AnotherLog where the ledger does not belong to the log.
 */
export async function* reconcile(cluster: Cluster, ledger: Ledger): AsyncGenerator<Account> {
  const current = await admitCurrentLog(cluster, ledger, 'reconcile')
  for (const { epoch } of await logEpochs(ledger)) if (epoch !== current) yield* formerLog(ledger, epoch)
  yield* currentLog(cluster, ledger, current)
}

/** Nothing comes of a log any more that was replaced: what it is known to have held has its outcome, or is lost. */
async function* formerLog(ledger: Ledger, epoch: number): AsyncGenerator<Account> {
  for (const { partition, low: from, high } of (
    await knownOffsets(ledger, { epoch, topic: TOPICS.submitted })
  ).values()) {
    const held = await heldOf(ledger, { epoch, partition, from, high })
    yield {
      topic: TOPICS.submitted,
      epoch,
      partition,
      from,
      low: null,
      high,
      open: [],
      missing: [],
      lost: held.bare,
      ...held.told,
    }
  }
}

async function* currentLog(cluster: Cluster, ledger: Ledger, epoch: number): AsyncGenerator<Account> {
  const log = await logRange(cluster, TOPICS.submitted)
  const entered = await enteredOffsets(cluster)
  const onTheWay = await isAnythingOnTheWay(cluster)
  const known = await knownOffsets(ledger, { epoch, topic: TOPICS.submitted })
  for (const { partition, low, high } of log) {
    const passed = entered.get(partition)
    const from = least([low, known.get(partition)?.low, passed])
    const { told, bare } = await heldOf(ledger, { epoch, partition, from, high })
    const lostBefore = onTheWay ? BigInt(low) : greatest(BigInt(passed ?? low), BigInt(low))
    yield {
      ...{ topic: TOPICS.submitted, epoch, partition, from, low, high },
      open: clipped(bare, lostBefore, BigInt(high)),
      missing: clipped(bare, BigInt(low), lostBefore),
      lost: clipped(bare, 0n, BigInt(low)),
      ...told,
    }
  }
}

interface Range {
  epoch: number
  partition: number
  from: string
  high: string
}

/** What the ledger holds of a range, and what it says nothing of. */
async function heldOf(
  ledger: Ledger,
  { epoch, partition, from, high }: Range,
): Promise<{ told: Pick<Account, 'terminal' | 'accounted' | 'duplicated'>; bare: OffsetSpan[] }> {
  const place = { epoch, topic: TOPICS.submitted, partition }
  const found = await terminalOffsets(ledger, { ...place, low: from, high })
  const explained = await accountedSpans(ledger, place)
  const bare = without(found.without, explained)
  return {
    told: { terminal: found.terminal, duplicated: found.duplicated, accounted: without(found.without, bare) },
    bare,
  }
}

/** Where the pipeline's first stage stands, chained or fused; nothing where it has committed nothing. */
async function enteredOffsets(cluster: Cluster): Promise<Map<number, string>> {
  const entered = new Map<number, string>()
  for (const group of FIRST_STAGES) {
    for (const { partition, offset } of await committedOffsets(cluster, group, TOPICS.submitted)) {
      if (offset !== null && BigInt(offset) >= BigInt(entered.get(partition) ?? 0)) entered.set(partition, offset)
    }
  }
  return entered
}

/** Asked in the order of the flow: what has left one stage when it is asked is seen at the next. */
async function isAnythingOnTheWay(cluster: Cluster): Promise<boolean> {
  for (const { group, topic } of LATER_STAGES) if (await hasLag(cluster, group, topic)) return true
  return isQuarantineOnTheWay(cluster)
}

const greatest = (a: bigint, b: bigint): bigint => (a > b ? a : b)

function least(offsets: (string | undefined)[]): string {
  const known = offsets.filter((offset) => offset !== undefined).map(BigInt)
  return String(known.reduce((least, offset) => (offset < least ? offset : least)))
}

/**
 * Takes a person's word that offsets need no outcome: an aborted transaction's, or the marks that end transactions.
 * Throws where the log has never had them: events that come there later would count as accounted for.
 */
export async function acknowledge(
  cluster: Cluster,
  ledger: Ledger,
  span: OffsetSpan & { epoch: number; partition: number },
  o: { by: string; note: string | null },
): Promise<void> {
  const high = await endOf(cluster, ledger, span)
  if (high === undefined)
    throw new Error(`there is no partition ${span.partition} in epoch ${span.epoch} of claims.submitted`)
  if (BigInt(span.last) >= BigInt(high))
    throw new Error(`partition ${span.partition} ends before offset ${high}: there is no ${span.last} yet`)
  await insertAccounted(ledger, [{ ...span, topic: TOPICS.submitted, kind: 'acknowledged', ...o }])
}

/**
 * Where a partition ends, in the current log or in a former one as far as it is known; undefined if it does not exist.
 */
async function endOf(
  cluster: Cluster,
  ledger: Ledger,
  { epoch, partition }: { epoch: number; partition: number },
): Promise<string | undefined> {
  if (epoch === (await admitCurrentLog(cluster, ledger, 'acknowledge'))) {
    return (await logRange(cluster, TOPICS.submitted)).find((range) => range.partition === partition)?.high
  }
  return (await knownOffsets(ledger, { epoch, topic: TOPICS.submitted })).get(partition)?.high
}
