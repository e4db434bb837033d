import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, told } from '../../api/client.ts'
import type { Run } from '../../api/types.ts'

export const useRuns = () => useQuery({ queryKey: ['runs'], queryFn: () => told(api.GET('/v1/runs')) })

export const isMoving = ({ state }: Run): boolean => state === 'asked' || state === 'running'

/** Follows a run that moves by the api's stream, into what the list shows. */
export function useProgress(run: Run): void {
  const queries = useQueryClient()
  const moves = isMoving(run)
  useEffect(() => {
    if (!moves) return undefined
    const stream = new EventSource(`/v1/runs/${run.id}/progress`)
    stream.addEventListener('run', ({ data }: MessageEvent<string>) => {
      const next = JSON.parse(data) as Run
      queries.setQueryData<{ items: Run[] }>(
        ['runs'],
        (before) => before && { items: before.items.map((each) => (each.id === next.id ? next : each)) },
      )
      if (!isMoving(next)) stream.close()
    })
    return () => stream.close()
  }, [queries, run.id, moves])
}
