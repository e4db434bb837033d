import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api, told } from '../../api/client.ts'
import { filterOf, listQuery } from './search.ts'
import type { WorkSearch } from './search.ts'

const PAGE = 100

/** Pages of the list by cursor. What was there before stays while another filter is asked. */
export function useWork(search: WorkSearch) {
  const query = listQuery(search)
  return useInfiniteQuery({
    queryKey: ['work', query],
    queryFn: ({ pageParam, signal }) =>
      told(
        api.GET('/v1/work', {
          params: { query: { ...query, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ cursor }) => cursor,
    placeholderData: keepPreviousData,
  })
}

export function useWorkCounts(search: WorkSearch) {
  const query = filterOf(search)
  return useQuery({
    queryKey: ['work-count', query],
    queryFn: ({ signal }) => told(api.GET('/v1/work:count', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  })
}

export function useViews() {
  return useQuery({ queryKey: ['views'], queryFn: () => told(api.GET('/v1/views')) })
}
