import type { Cluster, Log } from '../connect/client.js'
import type { ConsumerObserver } from './consumer-observer.js'
import type { Publisher } from '../produce/producer.js'
import type { ProvenanceOptions } from './log/provenance.js'
import type { Retry } from './settle.js'

export interface BatchConsumerOptions {
  cluster: Cluster
  groupId: string
  clientId: string
  /** The stage's name in quarantines and, as `/claims-audit/{stage}`, the `ce_source` of what it sends. */
  stage: string
  /** Where results go. By default a producer of its own, which is connected and disconnected with it. */
  publisher?: Publisher
  /** Partitions worked on at the same time. Default 4. */
  partitionsConcurrently?: number
  /** Messages in one call of a handler, at most. Default 500. */
  maxBatch?: number
  /** Bytes of values in one call of a handler, at most; a message that is larger goes alone. Default 4 MiB. */
  maxBatchBytes?: number
  /**
   * After a fetch of a few messages that followed closely on another, the next one waits until so long after it: some
   * hundred messages a second would make batches of single ones. A message that comes by itself waits for nothing.
   * Default 8.
   */
  lingerMs?: number
  /** Default 1 MB. */
  maxBytesPerPartition?: number
  /** A fetch waits for this many bytes, but no longer than maxWaitTimeMs. Default 1. */
  minBytes?: number
  /** Default 250. Stopping takes up to this long. */
  maxWaitTimeMs?: number
  /** Default 3 attempts, from 100 ms to 10 s apart. */
  retry?: Partial<Retry>
  /** Default 3,000. */
  heartbeatMs?: number
  /**
   * Default 10,000: so long the partitions of a member that died wait for the next one. The lease's heartbeats need no
   * more.
   */
  sessionTimeoutMs?: number
  /** How long the group waits for its members to come back at a rebalance. Default 60,000. */
  rebalanceTimeoutMs?: number
  /** Where a group without an offset starts. Default true. */
  fromBeginning?: boolean
  /** Offsets are committed about this often, since redelivery is harmless, and always when draining. Default 1,000. */
  commitIntervalMs?: number
  /** How long close() waits for the batches under way. Default 20,000. */
  drainMs?: number
  /** How soon partitions that are added to a topic are read. Default 30,000; kafkajs' own is five minutes. */
  metadataMaxAgeMs?: number
  /** How often it looks whether a topic has become another log. Default 10,000. */
  logCheckMs?: number
  /** How messages of the stages' own topics are told from foreign ones; without it all are believed. */
  provenance?: Pick<ProvenanceOptions, 'agrees'>
  /** The installation's key, for what it sends and what it believes. */
  signingKey?: string | undefined
  log?: Log
  /** Hears what it does: for metrics. */
  observer?: ConsumerObserver
  /** The consumer has stopped for good. By default the error goes uncaught, so that the process ends with a failure. */
  onCrash?: (error: Error) => void
}

/** Options with their defaults. */
export type Settings = Required<Omit<BatchConsumerOptions, 'publisher' | 'retry' | 'provenance' | 'signingKey'>> & {
  retry: Retry
}

const DEFAULTS: Omit<Settings, 'cluster' | 'groupId' | 'clientId' | 'stage' | 'retry'> = {
  partitionsConcurrently: 4,
  maxBatch: 500,
  maxBatchBytes: 4 << 20,
  lingerMs: 8,
  maxBytesPerPartition: 1 << 20,
  minBytes: 1,
  maxWaitTimeMs: 250,
  heartbeatMs: 3_000,
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 60_000,
  fromBeginning: true,
  commitIntervalMs: 1_000,
  drainMs: 20_000,
  metadataMaxAgeMs: 30_000,
  logCheckMs: 10_000,
  log: () => undefined,
  observer: {},
  onCrash: (error: Error) => {
    setImmediate(() => {
      throw error
    })
  },
}

export function settingsOf({
  retry,
  ...options
}: Omit<BatchConsumerOptions, 'publisher' | 'provenance' | 'signingKey'>): Settings {
  return { ...DEFAULTS, ...options, retry: { attempts: 3, initialMs: 100, maxMs: 10_000, ...retry } }
}
