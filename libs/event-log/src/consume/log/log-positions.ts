import type { Admin, TopicOffsets } from 'kafkajs'
import { withAdmin, type Cluster, type Log } from '../../connect/client.js'
import { identityOf, logName } from '../../read/log-identity.js'
import { askCoordinator } from '../../read/offsets.js'

export interface Seek {
  topic: string
  partition: number
  offset: string
}

export interface Placement {
  /** The log of each topic. */
  names: Map<string, string>
  /** Where reading has to go back to. */
  seeks: Seek[]
}

interface Options {
  cluster: Cluster
  groupId: string
  log: Log
}

interface Committed {
  offset: string
  metadata: string | null
}

/**
 * Which logs a consumer group reads, and whether its offsets are of them. Offsets are committed with the name of their
 * log: where a topic was deleted and made again, the group's old offsets mean nothing, and reading starts at the new
 * log's beginning.
 */
export class LogPositions {
  private names = new Map<string, string>()
  /** Partitions that kafkajs was told to read from elsewhere, until it does: its offsets of them are another log's. */
  private readonly seeking = new Map<string, string>()

  constructor(private readonly o: Options) {}

  /** The log of a topic by name; undefined before the first look. */
  nameOf(topic: string): string | undefined {
    return this.names.get(topic)
  }

  /** Looks where the group stands in the partitions it was given. Nothing changes until `adopt`. */
  async look(assignment: Record<string, number[]>): Promise<Placement> {
    return withAdmin(this.o.cluster, (admin) => this.lookBy(admin, assignment), this.o.log)
  }

  /** From now on these are the logs, and `seek` is told where to read on in them, in one step. */
  adopt({ names, seeks }: Placement, seek: (to: Seek) => void): void {
    this.names = names
    this.seeking.clear()
    for (const to of seeks) {
      this.seeking.set(placeOf(to.topic, to.partition), to.offset)
      seek(to)
    }
  }

  /** The topics that are another log than at the last look. */
  async changed(): Promise<string[]> {
    const topics = [...this.names.keys()]
    const now = await withAdmin(this.o.cluster, (admin) => namesOf(admin, topics), this.o.log)
    return topics.filter((topic) => now.get(topic) !== this.names.get(topic))
  }

  /**
   * Whether a batch that was fetched at an offset is of this log: false for what was asked for before kafkajs was told
   * where to read.
   */
  isFetchedAt(topic: string, partition: number, offset: string): boolean {
    const place = placeOf(topic, partition)
    const sought = this.seeking.get(place)
    if (sought !== undefined && sought !== offset) return false
    this.seeking.delete(place)
    return true
  }

  /** The log no longer holds where it was to read: kafkajs goes on at its beginning. */
  forgetSeek(topic: string, partition: number): void {
    this.seeking.delete(placeOf(topic, partition))
  }

  /** Offsets as they may be committed: each with the name of its log, and none of another log. */
  named(topics: readonly TopicOffsets[]): TopicOffsets[] {
    const named = topics.map(({ topic, partitions }) => {
      const placed = partitions.filter(({ partition }) => !this.seeking.has(placeOf(topic, partition)))
      return { topic, partitions: placed.map((each) => ({ ...each, metadata: this.names.get(topic) ?? null })) }
    })
    return named.filter(({ partitions }) => partitions.length > 0)
  }

  private async lookBy(admin: Admin, assignment: Record<string, number[]>): Promise<Placement> {
    const topics = Object.keys(assignment)
    const names = await namesOf(admin, topics)
    const groups = await askCoordinator(() => admin.fetchOffsets({ groupId: this.o.groupId, topics }))
    const seeks: Seek[] = []
    for (const topic of topics) {
      const committed = new Map(
        groups.find((each) => each.topic === topic)?.partitions.map((each) => [each.partition, each]),
      )
      const lows = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, low }) => [partition, low]))
      for (const partition of assignment[topic] ?? []) {
        const offset = this.seekOf(topic, names.get(topic) as string, committed.get(partition), lows.get(partition))
        if (offset !== undefined) seeks.push({ topic, partition, offset })
      }
    }
    return { names, seeks }
  }

  private seekOf(topic: string, log: string, held: Committed | undefined, low: string | undefined): string | undefined {
    const before = this.names.get(topic)
    const hasMoved = before !== undefined && before !== log
    const isCommitted = held !== undefined && !held.offset.startsWith('-')
    // What a release before 0.2 committed names no log.
    const isOfThisLog = isCommitted && (held.metadata === log || (!held.metadata && !hasMoved))
    if (!hasMoved && (!isCommitted || isOfThisLog)) return undefined
    return isOfThisLog ? held.offset : low
  }
}

const placeOf = (topic: string, partition: number): string => `${topic}/${partition}`

async function namesOf(admin: Admin, topics: string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (const topic of topics) names.set(topic, logName(await identityOf(admin, topic)))
  return names
}
