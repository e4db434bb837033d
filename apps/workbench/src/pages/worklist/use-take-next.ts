import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, told } from '../../api/client.ts'
import { useTell } from '../../parts/notices.tsx'
import { useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'

const { work } = texts

/** Takes the next claim by the tenant's ranking, and opens it. */
export function useTakeNext(): () => void {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const tell = useTell()
  const { tenant } = useMe()
  const take = useMutation({
    mutationFn: () => told(api.POST('/v1/work:take-next', { body: { actId: crypto.randomUUID() } })),
    // 204: no claim is left.
    onSuccess: (taken: { claimId: string } | undefined) => {
      void queries.invalidateQueries({ queryKey: ['work'] })
      void queries.invalidateQueries({ queryKey: ['work-count'] })
      if (!taken) return tell(work.nothingLeft)
      tell(work.taken(taken.claimId))
      void navigate({ to: '/claims/$tenant/$claimId', params: { tenant, claimId: taken.claimId } })
    },
    onError: (error) => tell(error.message, { isProblem: true }),
  })
  return () => void (take.isPending || take.mutate())
}
