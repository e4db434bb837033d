import { withAdmin, type Cluster } from '../connect/client.js'

/**
 * For each partition the first offset whose event is not older than an instant (milliseconds since 1970); without one,
 * the offset that comes next.
 */
export async function offsetsAt(cluster: Cluster, topic: string, instant: number): Promise<Map<number, string>> {
  const found = await withAdmin(cluster, (admin) => admin.fetchTopicOffsetsByTimestamp(topic, instant))
  return new Map(found.map(({ partition, offset }) => [partition, offset]))
}
