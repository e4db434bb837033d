import type { ClaimWork, ShownState } from '../api/types.ts'

/** Where the findings of a claim stand, by their ids, as far as it is told. */
export const shownStates = ({ findings }: ClaimWork): ReadonlyMap<string, ShownState> =>
  new Map(findings.map(({ findingId, state }) => [findingId, state ?? 'hidden']))
