import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiComponents } from '@claims-audit/contracts'
import { api, told } from '../../../api/client.ts'
import { statusOf } from '../../../api/problem.ts'
import { keep, kept } from '../../../parts/kept.ts'
import { useTell } from '../../../parts/notices.tsx'

export type ExportFile = ApiComponents['schemas']['ExportFile']
export type Format = ExportFile['format']

const ASKED_AGAIN_MS = 1_000

/**
 * A file that the api makes in the background, and how far it is. Its id is kept in this browser, so that it is there
 * after a walk to other pages; the api keeps it for a day.
 */
export function useExport() {
  const tell = useTell()
  const [id, setId] = useState<string | null>(() => kept('export', null))
  const follow = (next: string | null): void => {
    keep('export', next)
    setId(next)
  }
  const begin = useMutation({
    mutationFn: (wanted: { format: Format; query: string }) =>
      told(api.POST('/v1/exports', { body: { exportId: crypto.randomUUID(), list: 'work', ...wanted } })),
    onSuccess: ({ exportId }) => follow(exportId),
    onError: (error) => tell(error.message, { isProblem: true }),
  })
  const file = useQuery({
    queryKey: ['export', id],
    queryFn: async () => {
      const found = await told(api.GET('/v1/exports/{id}', { params: { path: { id: id ?? '' } } })).catch(noneLeft)
      // Its day is over, or it is another person's.
      if (found === null) follow(null)
      return found
    },
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? ASKED_AGAIN_MS : false),
  })
  const remove = (): void => {
    if (id !== null) void api.DELETE('/v1/exports/{id}', { params: { path: { id } } })
    follow(null)
  }
  return { begin: begin.mutate, isBeginning: begin.isPending, file: id === null ? undefined : file.data, remove }
}

function noneLeft(error: unknown): null {
  if (statusOf(error) === 404) return null
  throw error
}
