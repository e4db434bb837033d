import { STAGES, TOPICS } from '@claims-audit/contracts'
import type { Mode, StageName } from '@claims-audit/contracts'
import { UnknownTopic, groupProgress, logRange } from '@claims-audit/event-log'
import type { ClusterOptions, GroupProgress } from '@claims-audit/event-log'
import type { FromOffsets } from '@claims-audit/ledger'
import { lately } from '@claims-audit/service'

/** What a stage has yet to do in a topic that it reads. */
export interface StageState extends Omit<GroupProgress, 'oldestAt'> {
  stage: StageName
  topic: string
  oldestAt: string | null
}

/** What Kafka says of the pipeline. */
export interface LogState {
  stages: StageState[]
  /** Where the last outcomes of claims.submitted are. */
  recent: FromOffsets
}

/** Asks for it. */
export type LogStates = () => Promise<LogState>

/** A page that many have open asks Kafka no more often than that. */
const KEPT_MS = 3_000
/** Outcomes of that many offsets of each partition are counted. */
const MOST_OFFSETS = 5_000n

/** What Kafka says of the stages of a mode; what was asked lately is given again. */
export const logStates = (cluster: ClusterOptions, mode: Mode): LogStates => lately(KEPT_MS, () => ask(cluster, mode))

async function ask(cluster: ClusterOptions, mode: Mode): Promise<LogState> {
  const asked = (Object.keys(STAGES) as StageName[])
    .filter((stage) => (STAGES[stage].modes as readonly Mode[]).includes(mode))
    .flatMap((stage) => STAGES[stage].reads.map((topic) => ({ stage, topic })))
  const ranges = await rangesOf(cluster)
  // No stage has ever started.
  if (ranges.length === 0) return { stages: [], recent: new Map() }
  const progress = await Promise.all(asked.map(({ stage, topic }) => groupProgress(cluster, stage, topic)))
  const stages = asked.flatMap(({ stage, topic }, at): StageState[] => {
    const found = progress[at]
    if (found === undefined) return []
    const oldestAt = found.oldestAt === null ? null : new Date(found.oldestAt).toISOString()
    return [{ stage, topic, ...found, oldestAt }]
  })
  const recent = new Map(ranges.map(({ partition, high }) => [partition, lastOf(BigInt(high))]))
  return { stages, recent }
}

const rangesOf = (cluster: ClusterOptions): ReturnType<typeof logRange> =>
  logRange(cluster, TOPICS.submitted).catch((error: unknown) => {
    if (error instanceof UnknownTopic) return []
    throw error
  })

const lastOf = (high: bigint): bigint => (high > MOST_OFFSETS ? high - MOST_OFFSETS : 0n)
