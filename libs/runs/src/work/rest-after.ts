/** The least that a run may be asked to take; with less it would never end. */
const LEAST_SHARE = 0.01

/** How long to rest after so much work, in milliseconds, that the work is no more than a share of all time. */
export const restAfter = (workedMs: number, share = 1): number => workedMs * (1 / Math.max(share, LEAST_SHARE) - 1)
