import { TOPICS } from '@claims-audit/contracts'
import { setTimeout as pause } from 'node:timers/promises'
import type { Admin, ITopicConfig, ITopicMetadata } from 'kafkajs'
import { withAdmin, type Cluster, type Log } from './client.js'
import { isTransient } from './transient.js'

/** A topic as we want it: how long it keeps events, and how large one may be. */
export interface TopicDeclaration {
  topic: string
  retentionMs: number
  maxMessageBytes: number
}

const DAY = 24 * 60 * 60 * 1_000
const MB = 1 << 20

/** Every topic there is. Retentions are defaults: an operator's change of a topic is left alone. */
export const declaredTopics: readonly TopicDeclaration[] = Object.values(TOPICS).map((topic) =>
  // What is quarantined is what came, up to 8 MB, and headers that say why.
  topic === TOPICS.quarantined
    ? { topic, retentionMs: 90 * DAY, maxMessageBytes: 9 * MB }
    : { topic, retentionMs: 30 * DAY, maxMessageBytes: 4 * MB },
)

/**
 * Makes the topics that are missing; any number of processes may do so at once. A topic's partition count is for life,
 * since keys stay in order only while it holds: where one exists with another count, that is logged and left alone.
 */
export async function createTopics(
  cluster: Cluster,
  o: { partitions?: number; replicationFactor?: number; topics?: readonly TopicDeclaration[]; log?: Log } = {},
): Promise<void> {
  const { partitions = 4, replicationFactor = 1, topics = declaredTopics, log = () => undefined } = o
  await withAdmin(
    cluster,
    async (admin) => {
      const existing = new Set(await admin.listTopics())
      const missing = topics.filter(({ topic }) => !existing.has(topic))
      // Resolves to false where another process was first.
      if (missing.length > 0) await admin.createTopics({ topics: missing.map(asConfig), waitForLeaders: false })
      for (const { name, partitions: has } of await onceServed(
        admin,
        topics.map(({ topic }) => topic),
      )) {
        if (has.length !== partitions)
          log('warn', `topic ${name} has ${has.length} partitions, not ${partitions}: left as it is`)
      }
    },
    log,
  )

  function asConfig({ topic, retentionMs, maxMessageBytes }: TopicDeclaration): ITopicConfig {
    return {
      topic,
      numPartitions: partitions,
      replicationFactor,
      configEntries: [
        { name: 'retention.ms', value: String(retentionMs) },
        { name: 'max.message.bytes', value: String(maxMessageBytes) },
      ],
    }
  }
}

const SERVED_WITHIN_MS = 30_000

/**
 * The topics once every partition of theirs has a leader that tells its offsets. The controller confirms a topic before
 * the brokers know it, and a broker names itself the leader a moment before it is; kafkajs' own wait for leaders gives
 * up at the first broker that does not know the topic.
 */
async function onceServed(admin: Admin, names: string[]): Promise<ITopicMetadata[]> {
  for (const deadline = Date.now() + SERVED_WITHIN_MS; ; await pause(50)) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: names })
      if (topics.every(({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0))) {
        for (const name of names) await admin.fetchTopicOffsets(name)
        return topics
      }
      if (Date.now() > deadline)
        throw new Error(`Topics without a leader after ${SERVED_WITHIN_MS} ms: ${names.join(', ')}`)
    } catch (error) {
      if (!isTransient(error) || Date.now() > deadline) throw error
    }
  }
}
