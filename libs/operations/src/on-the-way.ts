import { TOPICS, readersOf } from '@claims-audit/contracts'
import { committedOffsets, groupLag, logRange, RangeReader, type Cluster, type Received } from '@claims-audit/event-log'

/** A group that reads what another stage wrote. */
export interface Reading {
  group: string
  topic: string
}

/** What a group has not read yet of a topic. */
export async function unread(
  cluster: Cluster,
  { group, topic }: Reading,
): Promise<{ partition: number; from: string; high: string }[]> {
  const committed = new Map(
    (await committedOffsets(cluster, group, topic)).map(({ partition, offset }) => [partition, offset]),
  )
  return (await logRange(cluster, topic)).flatMap(({ partition, low, high }) => {
    const offset = committed.get(partition)
    const from = offset == null || BigInt(offset) < BigInt(low) ? low : offset
    return BigInt(from) < BigInt(high) ? [{ partition, from, high }] : []
  })
}

/** The messages that groups have not read yet. */
export async function* onTheWay(cluster: Cluster, readings: readonly Reading[]): AsyncGenerator<Received> {
  for (const reading of readings) {
    const reader = new RangeReader(cluster, reading.topic)
    try {
      for (const { partition, from, high } of await unread(cluster, reading)) yield* reader.read(partition, from, high)
    } finally {
      await reader.close()
    }
  }
}

export async function hasLag(cluster: Cluster, group: string, topic: string): Promise<boolean> {
  return (await groupLag(cluster, group, topic)).some(({ lag }) => lag > 0n)
}

/** Of the two groups that read the quarantine only one runs, so it is on its way only where neither has read it. */
export async function isQuarantineOnTheWay(cluster: Cluster): Promise<boolean> {
  for (const group of readersOf(TOPICS.quarantined)) {
    if (!(await hasLag(cluster, group, TOPICS.quarantined))) return false
  }
  return true
}
