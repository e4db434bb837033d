import { STAGES, TOPICS } from '@claims-audit/contracts'
import { committedOffsets, createTopics, type Cluster, type Log } from '@claims-audit/event-log'
import { migrate, type Ledger } from '@claims-audit/ledger'

export interface PrepareOptions {
  /** Of each topic that is not there yet; for life. Default 4. */
  partitions?: number
  /** Copies of each topic that is not there yet. Default 1. */
  replicationFactor?: number
  log?: Log
}

export interface Prepared {
  /** Migrations that ran. */
  migrations: string[]
}

/** Makes the topics that are missing and brings the tables up to date. Any number of processes may do so at once. */
export async function prepare(cluster: Cluster, ledger: Ledger, o: PrepareOptions = {}): Promise<Prepared> {
  const [, migrations] = await Promise.all([createTopics(cluster, o), migrate(ledger)])
  // A new broker takes a moment to load its groups; a stage that joins meanwhile crashes and starts again, with lines
  // that alarm for nothing.
  await Promise.all(Object.keys(STAGES).map((group) => committedOffsets(cluster, group, TOPICS.submitted)))
  return { migrations }
}
