import { withAdmin, type Cluster } from '../connect/client.js'
import { askCoordinator } from './offsets.js'

/** How far a group is in a topic. */
export interface GroupProgress {
  /** Messages that it has not committed. */
  lag: number
  /**
   * When the first of them came, to an eighth of its age (milliseconds since 1970, by the broker's index of times);
   * null without lag.
   */
  oldestAt: number | null
  /** Members that the group has now. */
  members: number
}

const YOUNGEST_MS = 1_000
/** A log is not kept longer. */
const OLDEST_MS = 366 * 86_400_000
const HALVINGS = 3

/** Undefined where the group has never committed an offset of the topic. Throws where Kafka does not answer. */
export function groupProgress(cluster: Cluster, groupId: string, topic: string): Promise<GroupProgress | undefined> {
  return withAdmin(cluster, async (admin) => {
    const [committed, ranges] = await Promise.all([
      askCoordinator(() => admin.fetchOffsets({ groupId, topics: [topic] })),
      admin.fetchTopicOffsets(topic),
    ])
    const known = (committed[0]?.partitions ?? []).filter(({ offset }) => offset !== '-1')
    if (known.length === 0) return undefined
    const { groups } = await askCoordinator(() => admin.describeGroups([groupId]))
    const from = new Map(known.map(({ partition, offset }) => [partition, BigInt(offset)]))
    const next = new Map(
      ranges.map(({ partition, low }) => [partition, later(from.get(partition) ?? BigInt(low), BigInt(low))]),
    )
    const lag = ranges.reduce((sum, { partition, high }) => sum + BigInt(high) - (next.get(partition) ?? 0n), 0n)
    const members = groups[0]?.members.length ?? 0
    if (lag === 0n) return { lag: 0, oldestAt: null, members }
    const isCommitted = async (instant: number): Promise<boolean> =>
      (await admin.fetchTopicOffsetsByTimestamp(topic, instant)).every(
        ({ partition, offset }) => BigInt(offset) <= (next.get(partition) ?? 0n),
      )
    return { lag: Number(lag), oldestAt: await oldestOf(isCommitted, Date.now()), members }
  })
}

const later = (a: bigint, b: bigint): bigint => (a > b ? a : b)

/**
 * About when the first message came that is not committed. A log is asked for offsets by time, and not the other way:
 * twice the age is tried until all before it is committed, then halves of the difference.
 */
async function oldestOf(isCommitted: (instant: number) => Promise<boolean>, now: number): Promise<number> {
  let older = YOUNGEST_MS
  while (older < OLDEST_MS && !(await isCommitted(now - older))) older *= 2
  let younger = older / 2
  for (let left = HALVINGS; left > 0; left--) {
    const between = (older + younger) / 2
    if (await isCommitted(now - between)) older = between
    else younger = between
  }
  return now - older
}
