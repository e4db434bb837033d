import type { OffsetSpan } from '@claims-audit/ledger'

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
