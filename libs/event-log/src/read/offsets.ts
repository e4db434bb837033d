import { setTimeout } from 'node:timers/promises'
import kafkajs from 'kafkajs'
import { withAdmin, type Cluster } from '../connect/client.js'

/** What a partition holds: offsets from `low` up to, but not including, `high`. Decimal. */
export interface LogRange {
  partition: number
  low: string
  high: string
}

/** The next offset that a group will read, or null where it has committed none. */
export interface CommittedOffset {
  partition: number
  offset: string | null
}

export interface PartitionLag {
  partition: number
  /** Messages the group has not committed yet. */
  lag: bigint
}

/** The cluster has no such topic. */
export class UnknownTopic extends Error {
  override name = 'UnknownTopic'

  constructor(topic: string, cause: Error) {
    super(`the cluster has no topic ${topic}`, { cause })
  }
}

/** Throws UnknownTopic where the cluster has none of it. */
export async function logRange(cluster: Cluster, topic: string): Promise<LogRange[]> {
  const partitions = await withAdmin(cluster, (admin) => admin.fetchTopicOffsets(topic)).catch((error: Error) => {
    throw isUnknownTopic(error) ? new UnknownTopic(topic, error) : error
  })
  return partitions.map(({ partition, low, high }) => ({ partition, low, high })).sort(byPartition)
}

/** kafkajs gives it as the cause of having given up. */
const isUnknownTopic = ({ cause }: Error): boolean =>
  cause instanceof kafkajs.KafkaJSProtocolError && cause.type === 'UNKNOWN_TOPIC_OR_PARTITION'

const COORDINATOR_PAUSE_MS = 250
const COORDINATOR_LIMIT_MS = 60_000

/**
 * Asks the group's coordinator; one that is still loading its groups, or has just moved, is asked again for up to a
 * minute.
 */
export async function committedOffsets(cluster: Cluster, groupId: string, topic: string): Promise<CommittedOffset[]> {
  const topics = await withAdmin(cluster, (admin) =>
    askCoordinator(() => admin.fetchOffsets({ groupId, topics: [topic] })),
  )
  const partitions = topics.flatMap(({ partitions }) => partitions)
  return partitions
    .map(({ partition, offset }) => ({ partition, offset: offset === '-1' ? null : offset }))
    .sort(byPartition)
}

/**
 * Sets the next offsets that a group will read. Throws where the group has members: they would go on where they are.
 */
export async function moveGroup(
  cluster: Cluster,
  groupId: string,
  topic: string,
  next: ReadonlyMap<number, string>,
): Promise<void> {
  const partitions = [...next].map(([partition, offset]) => ({ partition, offset }))
  await withAdmin(cluster, async (admin) => {
    const { groups } = await admin.describeGroups([groupId])
    const members = groups[0]?.members.length ?? 0
    if (members > 0) throw new Error(`the group ${groupId} has ${members} members: stop its services first`)
    await admin.setOffsets({ groupId, topic, partitions })
  })
}

/** What a group has yet to read of a topic; where it has committed nothing, all that is there. */
export async function groupLag(cluster: Cluster, groupId: string, topic: string): Promise<PartitionLag[]> {
  const [ranges, committed] = await Promise.all([logRange(cluster, topic), committedOffsets(cluster, groupId, topic)])
  const next = new Map(committed.map(({ partition, offset }) => [partition, offset]))
  return ranges.map(({ partition, low, high }) => {
    const from = BigInt(next.get(partition) ?? low)
    return { partition, lag: BigInt(high) - (from > BigInt(low) ? from : BigInt(low)) }
  })
}

/**
 * kafkajs' admin does not try again what the broker calls retriable (GROUP_LOAD_IN_PROGRESS,
 * NOT_COORDINATOR_FOR_GROUP): a consumer does.
 */
export async function askCoordinator<T>(ask: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += COORDINATOR_PAUSE_MS) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof kafkajs.KafkaJSProtocolError && error.retriable) || waited >= COORDINATOR_LIMIT_MS)
        throw error
    }
    await setTimeout(COORDINATOR_PAUSE_MS)
  }
}

function byPartition(a: { partition: number }, b: { partition: number }): number {
  return a.partition - b.partition
}
