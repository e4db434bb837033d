export { createTopics, declaredTopics, type TopicDeclaration } from './connect/topics.js'
export { eventId } from './event/event-id.js'
export {
  asMessage,
  envelopeIn,
  foreignHeaders,
  forward,
  positionIn,
  storableHeaders,
  traceparentIn,
  type Outgoing,
  type Received,
} from './event/event.js'
export type { Origin } from './event/origin.js'
export { EventProducer, type EventProducerOptions, type Publisher } from './produce/producer.js'
export { quarantineOf, Rejected, type Refusal } from './consume/quarantine.js'
export { isTransient, Transient } from './connect/transient.js'
export { kindOf } from './connect/error-kind.js'
export { inTurns } from './consume/in-turns.js'
export { waitFor } from './connect/wait-for.js'
export { BatchConsumer } from './consume/batch-consumer.js'
export type { BatchConsumerOptions } from './consume/batch-consumer-options.js'
export { type ConsumerObserver, type PartitionProgress } from './consume/consumer-observer.js'
export { each, OnEvents, type BatchContext, type BatchHandler } from './consume/batch-handler.js'
export { type Progress, type ProgressCheck } from './consume/progress.js'
export {
  UnknownTopic,
  committedOffsets,
  groupLag,
  logRange,
  moveGroup,
  type CommittedOffset,
  type LogRange,
  type PartitionLag,
} from './read/offsets.js'
export { readAll, tail, type Tail } from './read/read.js'
export { type Cluster, type ClusterOptions, type Log, type LogLevel } from './connect/client.js'
export { logIdentity, logName, type LogIdentity } from './read/log-identity.js'
export { laneOf } from './consume/lane.js'
export { groupProgress, type GroupProgress } from './read/oldest-unread.js'
export { offsetsAt } from './read/offsets-at.js'
export { ExpiredOffsets, RangeReader } from './read/range-reader.js'
