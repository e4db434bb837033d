/** How long a claim waits for documents, in milliseconds. */
export interface Waits {
  /** The first time: for documents that come with it or shortly behind it. */
  firstMs: number
  /** After each further document. */
  quietMs: number
  /** From the first change on, however many follow. */
  mostMs: number
  /** Whether a claim that has its discharge date waits for nothing the first time: it is ready to bill. */
  readyWhenDischarged: boolean
}

/**
 * When a claim that changed is composed, in milliseconds since 1970. `changedAt`: when it first changed since it was
 * last composed.
 */
export function dueAt(
  change: { changedAt: number; now: number; isFirst: boolean; isDischarged: boolean },
  { firstMs, quietMs, mostMs, readyWhenDischarged }: Waits,
): number {
  const { changedAt, now, isFirst, isDischarged } = change
  if (isFirst) return changedAt + (readyWhenDischarged && isDischarged ? 0 : firstMs)
  return Math.min(now + quietMs, changedAt + mostMs)
}
