import type { LogSource } from '@claims-audit/contracts'
import { ExpiredOffsets, logIdentity, logName, logRange, offsetsAt } from '@claims-audit/event-log'
import type { Cluster } from '@claims-audit/event-log'
import { archivedRanges } from '@claims-audit/ledger'
import type { Ledger, PlannedUnit } from '@claims-audit/ledger'
import { cutOffsets } from './cut-offsets.js'
import { asked, spanOf } from './log-span.js'

/**
 * Cuts what a topic holds now, and the source asks for, into units. By time, a partition is read from its first event
 * that is not older, to its end: timestamps are the clients', and what is older may still come behind what is later.
 * Throws ExpiredOffsets where a first offset is named that the log has dropped.
 */
export async function planTopic(cluster: Cluster, source: LogSource): Promise<PlannedUnit[]> {
  const { topic, fromTime } = spanOf(source)
  // First, for it says plainly where there is no such topic.
  const ranges = await logRange(cluster, topic)
  const log = logName(await logIdentity(cluster, topic))
  const first = fromTime === undefined ? new Map<number, string>() : await offsetsAt(cluster, topic, fromTime)
  return ranges.flatMap(({ partition, low, high }) => {
    const { fromOffset, partitions } = source
    const isWanted = partitions === undefined || partitions.includes(partition)
    if (isWanted && fromOffset !== undefined && BigInt(fromOffset) < BigInt(low))
      throw new ExpiredOffsets(topic, partition, fromOffset, low)
    const span = asked(source, { log, partition, low: first.get(partition) ?? low, high })
    return span === undefined ? [] : cutOffsets(span)
  })
}

/** Cuts what the archive holds now, and the source asks for, into units. */
export async function planArchive(ledger: Ledger, source: LogSource): Promise<PlannedUnit[]> {
  const ranges = await archivedRanges(ledger, spanOf(source))
  return ranges.flatMap((range) => {
    const span = asked(source, range)
    return span === undefined ? [] : cutOffsets(span)
  })
}
