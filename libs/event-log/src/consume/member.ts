import type { Consumer } from 'kafkajs'
import { openKafka } from '../connect/client.js'
import type { Settings } from './batch-consumer-options.js'

/** What a member of a consumer group tells of itself. */
interface Hooks {
  joined(assignment: Record<string, number[]>): void
  fetched(nodeId: number): void
  /** kafkajs joins again at once. */
  rebalances(): void
  crashed(error: Error, restarts: boolean): void
  mayRestart(): boolean
}

/** kafkajs' member of a consumer group, by our settings. */
export function openMember({ cluster, clientId, log, ...o }: Settings, hooks: Hooks): Consumer {
  const consumer = openKafka(cluster, clientId, log).consumer({
    groupId: o.groupId,
    sessionTimeout: o.sessionTimeoutMs,
    heartbeatInterval: o.heartbeatMs,
    rebalanceTimeout: o.rebalanceTimeoutMs,
    maxBytesPerPartition: o.maxBytesPerPartition,
    minBytes: o.minBytes,
    maxWaitTimeInMs: o.maxWaitTimeMs,
    metadataMaxAge: o.metadataMaxAgeMs,
    allowAutoTopicCreation: false,
    retry: {
      retries: 5,
      initialRetryTime: 100,
      maxRetryTime: 5_000,
      restartOnFailure: async () => hooks.mayRestart(),
    },
  })
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => hooks.joined(payload.memberAssignment))
  consumer.on(consumer.events.FETCH, ({ payload: { nodeId } }) => hooks.fetched(nodeId))
  consumer.on(consumer.events.REBALANCING, () => hooks.rebalances())
  consumer.on(consumer.events.CRASH, ({ payload }) => hooks.crashed(payload.error, payload.restart))
  return consumer
}
