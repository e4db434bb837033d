import { FIRST_STAGES, isCorrection, LATER_STAGES, TOPICS } from '@claims-audit/contracts'
import {
  committedOffsets,
  logRange,
  moveGroup,
  RangeReader,
  type Cluster,
  type Received,
} from '@claims-audit/event-log'
import {
  accountedSpans,
  firstGaps,
  hasCorrection,
  hasOutcome,
  raiseGeneration,
  restoredEnds,
  terminalOffsets,
  type Ledger,
  type TopicEnds,
} from '@claims-audit/ledger'
import { admitCurrentLog } from './current-log.js'
import { onTheWay, unread } from './on-the-way.js'
import { without } from './spans.js'

/** The ledger lacks what it published: it was restored from a backup that is older than its topics. */
export class RestoredLedger extends Error {
  override name = 'RestoredLedger'
  /** Waited for, not blamed on an event. */
  readonly willPass = true

  constructor(topic: string) {
    super(
      `this ledger is older than ${topic}, so it was restored from a backup; "claims-audit ledger accept-restore" raises its generation and reads again what it lacks`,
    )
  }
}

/** Published by the findings stage, and only after the ledger held it. */
const PUBLISHED = [TOPICS.corrections, TOPICS.screened]
const SOURCE = '/claims-audit/findings'

/**
 * Throws RestoredLedger where the end of a topic tells what the ledger does not hold. Correction sequences would come
 * twice.
 */
export async function assertNotRestored(cluster: Cluster, ledger: Ledger): Promise<void> {
  const ends = await restoredEnds(ledger)
  for (const topic of PUBLISHED) {
    for (const event of await lastEvents(cluster, topic, ends[topic] ?? {})) {
      if (String(event.headers['ce_source']) === SOURCE && !(await isHeld(ledger, event)))
        throw new RestoredLedger(topic)
    }
  }
}

/**
 * The last event of each partition that has any since an end. What ends with a transaction's mark was not written by
 * us.
 */
async function lastEvents(cluster: Cluster, topic: string, since: Record<string, string>): Promise<Received[]> {
  const filled = (await logRange(cluster, topic)).filter(
    ({ partition, low, high }) => low !== high && BigInt(high) > BigInt(since[partition] ?? 0),
  )
  if (filled.length === 0) return []
  const reader = new RangeReader(cluster, topic)
  const found: Received[] = []
  try {
    for (const { partition, high } of filled)
      for await (const event of reader.read(partition, String(BigInt(high) - 1n), high)) found.push(event)
  } finally {
    await reader.close()
  }
  return found
}

async function isHeld(ledger: Ledger, { topic, origin, value }: Received): Promise<boolean> {
  if (topic === TOPICS.screened) return hasOutcome(ledger, origin)
  const event = jsonIn(value)
  // What is no correction of ours says nothing of the ledger.
  return !isCorrection(event) || hasCorrection(ledger, event)
}

function jsonIn(value: Buffer | null): unknown {
  try {
    return JSON.parse(String(value))
  } catch {
    return undefined
  }
}

/** A group whose next offset was changed. */
export interface Moved {
  group: string
  topic: string
  partition: number
  from: string
  to: string
}

/**
 * Takes a restored ledger as the one to go on with. Correction sequences rise above all that were ever given. The first
 * stage goes back to the first event that the ledger lacks or that was on its way, and the stages behind it skip what
 * is: so all of it comes again, in the log's order. The groups must have no members: stop the services first.
 */
export async function acceptRestore(
  cluster: Cluster,
  ledger: Ledger,
  o: { by: string; note: string | null },
): Promise<{ generation: number; moved: Moved[] }> {
  const epoch = await admitCurrentLog(cluster, ledger, o.by)
  const [onTheWay, unaudited] = [await lowestOnTheWay(cluster), await firstUnaudited(cluster, ledger, epoch)]
  const first = new Map(
    [...unaudited].map(([partition, offset]) => [partition, least(offset, onTheWay.get(partition))]),
  )
  const moved: Moved[] = []
  // From the back: who is killed in between finds all that it has to do the next time.
  moved.push(...(await moveBack(cluster, 'archive', await firstUnarchived(cluster, ledger, epoch))))
  for (const group of FIRST_STAGES) moved.push(...(await moveBack(cluster, group, first)))
  for (const { group, topic } of LATER_STAGES) moved.push(...(await skip(cluster, group, topic)))
  return { generation: await raiseGeneration(ledger, { ...o, ends: await endsOf(cluster) }), moved }
}

async function endsOf(cluster: Cluster): Promise<TopicEnds> {
  const ends: TopicEnds = {}
  for (const topic of PUBLISHED)
    ends[topic] = Object.fromEntries(
      (await logRange(cluster, topic)).map(({ partition, high }) => [String(partition), high]),
    )
  return ends
}

/**
 * For each partition of claims.submitted the lowest offset whose event the stages behind the first have yet to read.
 */
async function lowestOnTheWay(cluster: Cluster): Promise<Map<number, string>> {
  const lowest = new Map<number, string>()
  for await (const { origin } of onTheWay(cluster, LATER_STAGES)) {
    if (origin.topic === TOPICS.submitted)
      lowest.set(origin.partition, least(origin.offset, lowest.get(origin.partition)))
  }
  return lowest
}

async function firstUnaudited(cluster: Cluster, ledger: Ledger, epoch: number): Promise<Map<number, string>> {
  const first = new Map<number, string>()
  for (const { partition, low, high } of await logRange(cluster, TOPICS.submitted)) {
    const place = { epoch, topic: TOPICS.submitted, partition }
    const found = await terminalOffsets(ledger, { ...place, low, high })
    first.set(partition, without(found.without, await accountedSpans(ledger, place))[0]?.first ?? high)
  }
  return first
}

async function firstUnarchived(cluster: Cluster, ledger: Ledger, epoch: number): Promise<Map<number, string>> {
  const gaps = await firstGaps(ledger, { epoch, topic: TOPICS.submitted })
  return new Map(
    (await logRange(cluster, TOPICS.submitted)).map(({ partition, low }) => [partition, gaps.get(partition) ?? low]),
  )
}

/** Only ever back: what a group has not read yet it will. */
async function moveBack(cluster: Cluster, group: string, first: ReadonlyMap<number, string>): Promise<Moved[]> {
  const topic = TOPICS.submitted
  const moved = (await committedOffsets(cluster, group, topic)).flatMap(({ partition, offset }) => {
    const to = first.get(partition)
    return offset !== null && to !== undefined && BigInt(to) < BigInt(offset)
      ? [{ group, topic, partition, from: offset, to }]
      : []
  })
  return carriedOut(cluster, group, topic, moved)
}

async function skip(cluster: Cluster, group: string, topic: string): Promise<Moved[]> {
  const moved = (await unread(cluster, { group, topic })).map(({ partition, from, high }) => ({
    group,
    topic,
    partition,
    from,
    to: high,
  }))
  return carriedOut(cluster, group, topic, moved)
}

async function carriedOut(cluster: Cluster, group: string, topic: string, moved: Moved[]): Promise<Moved[]> {
  if (moved.length > 0)
    await moveGroup(cluster, group, topic, new Map(moved.map(({ partition, to }) => [partition, to])))
  return moved
}

const least = (offset: string, other: string | undefined): string =>
  other === undefined || BigInt(offset) < BigInt(other) ? offset : other
