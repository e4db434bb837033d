import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, told } from '../api/client.ts'
import { useTell } from '../parts/notices.tsx'

/** Drafts a query about a finding in the words of its rule, and opens the draft. Nothing is sent by it. */
export function useAskProvider(): (findingId: string) => void {
  const navigate = useNavigate()
  const tell = useTell()
  const draft = useMutation({
    mutationFn: (findingId: string) =>
      told(api.POST('/v1/queries', { body: { actId: crypto.randomUUID(), findingId } })),
    onSuccess: ({ queryId }) => void navigate({ to: '/queries/$id', params: { id: queryId } }),
    onError: (error) => tell(error.message, { isProblem: true }),
  })
  return (findingId) => void (draft.isPending || draft.mutate(findingId))
}
