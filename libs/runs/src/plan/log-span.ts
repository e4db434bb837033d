import { TOPICS } from '@claims-audit/contracts'
import type { LogSource } from '@claims-audit/contracts'
import type { ArchivedSpan } from '@claims-audit/ledger'

/** Which of a log's events a source asks for. Throws RangeError at an instant that the calendar has not. */
export function spanOf({ topic = TOPICS.submitted, fromTime, toTime }: LogSource): ArchivedSpan {
  return { topic, fromTime: instantOf(fromTime), toTime: instantOf(toTime) }
}

/** Read and written again, the 30th of February would be another day. */
export function isInstant(text: string): boolean {
  const instant = Date.parse(text)
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text.slice(0, 10))
}

function instantOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!isInstant(text)) throw new RangeError(`${text} is no day or instant of the calendar`)
  // Kafka asks for its last and first offsets by -1 and -2.
  return Math.max(0, Date.parse(text))
}

/** What of a partition's offsets is asked for; undefined where that is nothing. */
export function asked<Place extends { partition: number }>(
  { partitions, fromOffset, toOffset }: LogSource,
  { low, high: end, ...place }: Place & { low: string; high: string },
): (Omit<Place, 'low' | 'high'> & { from: bigint; to: bigint }) | undefined {
  if (partitions !== undefined && !partitions.includes(place.partition)) return undefined
  const from = later(BigInt(fromOffset ?? low), BigInt(low))
  const high = BigInt(end)
  const to = toOffset === undefined || BigInt(toOffset) > high ? high : BigInt(toOffset)
  return from < to ? { ...place, from, to } : undefined
}

const later = (a: bigint, b: bigint): bigint => (a > b ? a : b)
