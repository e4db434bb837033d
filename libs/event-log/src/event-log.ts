export { createTopics, declaredTopics, type TopicDeclaration } from './topics.js'
export { eventId } from './event-id.js'
export {
  asMessage,
  foreignHeaders,
  forward,
  positionIn,
  storableHeaders,
  traceparentIn,
  typeIn,
  type Origin,
  type Outgoing,
  type Received,
} from './event.js'
export { EventProducer, type EventProducerOptions, type Publisher } from './producer.js'
export { quarantineOf, Rejected, type Refusal } from './quarantine.js'
export { isTransient, Transient } from './transient.js'
export { kindOf } from './error-kind.js'
export { inTurns } from './in-turns.js'
export { waitFor } from './wait-for.js'
export { BatchConsumer } from './batch-consumer.js'
export type { BatchConsumerOptions } from './batch-consumer-options.js'
export { type ConsumerObserver, type PartitionProgress } from './consumer-observer.js'
export { each, OnEvents, type BatchContext, type BatchHandler } from './batch-handler.js'
export { type Progress, type ProgressCheck } from './progress.js'
export {
  committedOffsets,
  groupLag,
  logRange,
  moveGroup,
  type CommittedOffset,
  type LogRange,
  type PartitionLag,
} from './offsets.js'
export { readAll, tail, type Tail } from './read.js'
export { type Cluster, type ClusterOptions, type Log, type LogLevel } from './client.js'
export { logIdentity, logName, type LogIdentity } from './log-identity.js'
export { laneOf } from './lane.js'
export { offsetsAt } from './offsets-at.js'
export { ExpiredOffsets, RangeReader } from './range-reader.js'
