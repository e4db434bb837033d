import type { PipelineState } from '../../api/types.ts'

type Outcomes = NonNullable<PipelineState['outcomes']>
type Outcome = Outcomes[number]['outcome']

export const MINUTES = 60
const MINUTE_MS = 60_000

/** How many events were settled in each of the last minutes; the last is the one that `at` is in. */
export function columnsOf(outcomes: Outcomes, at: string): number[] {
  const last = Math.floor(Date.parse(at) / MINUTE_MS)
  const columns = Array.from({ length: MINUTES }, () => 0)
  for (const { minute, claims } of outcomes) {
    const column = MINUTES - 1 - (last - Math.floor(Date.parse(minute) / MINUTE_MS))
    if (column >= 0 && column < MINUTES) columns[column] = (columns[column] ?? 0) + claims
  }
  return columns
}

/** Sums by outcome, the largest first. */
export const sumsOf = (outcomes: Outcomes): { outcome: Outcome; claims: number }[] =>
  [...Map.groupBy(outcomes, ({ outcome }) => outcome)]
    .map(([outcome, rows]) => ({ outcome, claims: rows.reduce((sum, { claims }) => sum + claims, 0) }))
    .sort((a, b) => b.claims - a.claims)
