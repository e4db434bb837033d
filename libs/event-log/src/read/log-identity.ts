import type { Admin, PartitionMetadata } from 'kafkajs'
import { withAdmin, type Cluster, type Log } from '../connect/client.js'

/**
 * Which log a position counts in. Offsets begin again where a topic is deleted and made again, or a cluster is
 * replaced: the same topic, partition and offset then name another event.
 */
export interface LogIdentity {
  topic: string
  clusterId: string
  /** KIP-516, URL-safe base64; null where the broker is older than 2.8. */
  topicId: string | null
}

/** An identity in one word, as the header `origin-log` carries it. */
export const logName = ({ clusterId, topicId }: LogIdentity): string =>
  topicId === null ? clusterId : `${clusterId}.${topicId}`

/** Asks the cluster. Throws what kafkajs throws where the topic is not there. */
export async function logIdentity(cluster: Cluster, topic: string, log?: Log): Promise<LogIdentity> {
  return withAdmin(cluster, (admin) => identityOf(admin, topic), log)
}

export async function identityOf(admin: Admin, topic: string): Promise<LogIdentity> {
  const { clusterId } = await admin.describeCluster()
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  const partitions = topics[0]?.partitions as (PartitionMetadata & { topicId?: string | null })[] | undefined
  return { topic, clusterId, topicId: partitions?.[0]?.topicId ?? null }
}
