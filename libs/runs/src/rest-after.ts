/** How long to rest after so much work, in milliseconds, that the work is no more than a share of all time. */
export const restAfter = (workedMs: number, share = 1): number => workedMs * (1 / share - 1)
