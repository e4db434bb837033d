import { useQueryClient } from '@tanstack/react-query'
import type { InfiniteData, Query } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { ClaimWork, ShownState, WorkItem } from '../api/types.ts'

type Pages = InfiniteData<{ items: WorkItem[]; cursor: string | null }>
/** By the ids of findings. What is hidden from a blind reader is never among them. */
export type States = ReadonlyMap<string, Exclude<ShownState, 'hidden'>>

/** Shows where findings stand wherever lists and claims have them; rows stay where they are. */
export function useShowStates(): (states: States) => void {
  const queries = useQueryClient()
  return useCallback(
    (states) => {
      const ofThese = { queryKey: ['claim'], predicate: (query: Query) => isWorkOf(query, states) }
      // An answer that is still on its way is older than what is shown from now on.
      void queries.cancelQueries(ofThese)
      queries.setQueriesData<Pages>({ queryKey: ['work'] }, (pages) => pages && inPages(pages, states))
      queries.setQueriesData<ClaimWork>(
        ofThese,
        (work) => work && { ...work, findings: work.findings.map((finding) => shown(finding, states)) },
      )
    },
    [queries],
  )
}

/** Of the claims of these findings alone: a claim that is being opened has no answer yet, and must get it. */
const isWorkOf = ({ queryKey, state }: Query, states: States): boolean =>
  queryKey[2] === 'work' &&
  ((state.data as ClaimWork | undefined)?.findings.some(({ findingId }) => states.has(findingId)) ?? false)

/** Pages and rows that nothing changes stay the same objects, so that they are not drawn again. */
const inPages = (pages: Pages, states: States): Pages => ({
  ...pages,
  pages: pages.pages.map((page) =>
    page.items.some(({ findingId }) => states.has(findingId))
      ? { ...page, items: page.items.map((item) => shown(item, states)) }
      : page,
  ),
})

function shown<Stands extends { findingId: string; state: unknown }>(finding: Stands, states: States): Stands {
  const state = states.get(finding.findingId)
  return state === undefined || state === finding.state ? finding : { ...finding, state }
}
