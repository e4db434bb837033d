import { useQueryClient } from '@tanstack/react-query'
import type { InfiniteData } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { WorkItem, WorkState } from '../api/types.ts'

type Pages = InfiniteData<{ items: WorkItem[]; cursor: string | null }>
export type States = ReadonlyMap<string, WorkState>

/** Shows where findings stand, by their ids, wherever lists have them; rows stay where they are. */
export function useShowStates(): (states: States) => void {
  const queries = useQueryClient()
  return useCallback(
    (states) => {
      queries.setQueriesData<Pages>({ queryKey: ['work'] }, (pages) => pages && inPages(pages, states))
    },
    [queries],
  )
}

/** Pages and rows that nothing changes stay the same objects, so that they are not drawn again. */
const inPages = (pages: Pages, states: States): Pages => ({
  ...pages,
  pages: pages.pages.map((page) =>
    page.items.some(({ findingId }) => states.has(findingId))
      ? { ...page, items: page.items.map((item) => ({ item, state: states.get(item.findingId) })).map(shown) }
      : page,
  ),
})

const shown = ({ item, state }: { item: WorkItem; state: WorkState | undefined }): WorkItem =>
  state === undefined || state === item.state ? item : { ...item, state }
