import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, told } from '../../api/client.ts'
import type { ProviderQuery, Wording } from '../../api/types.ts'
import { useTell } from '../../parts/notices.tsx'
import { texts } from '../../texts/texts.ts'

/** What a draft holds while a person writes it. */
export interface Draft {
  wording: Wording
  addressee: string
}

export type QueryAct = 'send' | 'remind' | 'escalate' | 'close'

/** Saving, sending and all that is recorded of a query; what comes back replaces what is shown. */
export function useQueryActs(id: string) {
  const queries = useQueryClient()
  const tell = useTell()
  const shown = (query: ProviderQuery): void => {
    queries.setQueryData(['query', id], query)
    void queries.invalidateQueries({ queryKey: ['queries'] })
    void queries.invalidateQueries({ queryKey: ['claim', query.claimId] })
    void queries.invalidateQueries({ queryKey: ['work'] })
  }
  const failed = (error: Error): void => tell(error.message, { isProblem: true })
  const path = { id }
  const save = ({ wording, addressee }: Draft) =>
    told(
      api.PUT('/v1/queries/{id}', {
        params: { path },
        body: { actId: crypto.randomUUID(), wording, ...(addressee.trim() !== '' && { addressee: addressee.trim() }) },
      }),
    )
  const act = (what: QueryAct) =>
    told(api.POST(`/v1/queries/{id}:${what}`, { params: { path }, body: { actId: crypto.randomUUID() } }))
  return {
    save: useMutation({
      mutationFn: save,
      onSuccess: (query) => {
        shown(query)
        tell(texts.queries.saved)
      },
      onError: failed,
    }),
    /** What is written is saved first, so that what is sent is what is seen. */
    send: useMutation({
      mutationFn: async (draft: Draft) => {
        shown(await save(draft))
        return act('send')
      },
      onSuccess: (query) => {
        shown(query)
        tell(texts.queries.sent)
      },
      onError: failed,
    }),
    act: useMutation({
      mutationFn: act,
      onSuccess: (query) => {
        shown(query)
        tell(texts.queries.done)
      },
      onError: failed,
    }),
    answer: useMutation({
      mutationFn: (answer: string) =>
        told(api.POST('/v1/queries/{id}/answer', { params: { path }, body: { actId: crypto.randomUUID(), answer } })),
      onSuccess: (query) => {
        shown(query)
        tell(texts.queries.done)
      },
      onError: failed,
    }),
  }
}
