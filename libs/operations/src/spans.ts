import type { OffsetSpan } from '@claims-audit/ledger'

/** One partition's account in one of the logs that a topic has been. Offsets are decimal strings. */
export interface PartitionAccount {
  topic: string
  /** Which log: 1 is the first. */
  epoch: number
  partition: number
  /** Where the account begins: the lowest offset that is known of, though the log may have dropped it. */
  from: string
  /** What the log holds now; null for a log that was replaced. */
  low: string | null
  high: string
  /** Still on its way. */
  open: OffsetSpan[]
  /** Nothing will bring it any more. */
  missing: OffsetSpan[]
  /** The log dropped it, or was replaced, before it was read. */
  lost: OffsetSpan[]
  /** Resubmitted or acknowledged, and not told of otherwise. */
  accounted: OffsetSpan[]
}

/** The parts of spans from `from` up to, and without, `to`. */
export function clipped(spans: readonly OffsetSpan[], from: bigint, to: bigint): OffsetSpan[] {
  return spans.flatMap(({ first, last }) => {
    const begin = BigInt(first) > from ? BigInt(first) : from
    const end = BigInt(last) < to ? BigInt(last) : to - 1n
    return begin <= end ? [{ first: String(begin), last: String(end) }] : []
  })
}

/** The parts of spans that no span of `taken` covers. */
export function without(spans: readonly OffsetSpan[], taken: readonly OffsetSpan[]): OffsetSpan[] {
  return taken.reduce<OffsetSpan[]>(
    (left, { first, last }) =>
      left.flatMap((span) => [...clipped([span], 0n, BigInt(first)), ...clipped([span], BigInt(last) + 1n, MOST)]),
    [...spans],
  )
}

/** Beyond every offset. */
const MOST = 2n ** 63n
