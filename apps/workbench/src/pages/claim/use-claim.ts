import { useQuery } from '@tanstack/react-query'
import { api, told } from '../../api/client.ts'
import type { ClaimHistory, Submitted } from '../../api/types.ts'

export interface ClaimPath {
  tenant: string
  claimId: string
}

export const useClaim = (path: ClaimPath) =>
  useQuery({
    queryKey: ['claim', path.claimId, 'whole', path.tenant],
    queryFn: () => told(api.GET('/v1/claims/{tenant}/{claimId}', { params: { path } })),
  })

export const useClaimWork = (path: ClaimPath) =>
  useQuery({
    queryKey: ['claim', path.claimId, 'work', path.tenant],
    queryFn: () => told(api.GET('/v1/claims/{tenant}/{claimId}/work', { params: { path } })),
  })

/** What the audit read in the documents; only for who may read them. */
export const useReading = (path: ClaimPath, isAllowed: boolean) =>
  useQuery({
    queryKey: ['reading', path.claimId, path.tenant],
    queryFn: () => told(api.GET('/v1/claims/{tenant}/{claimId}/reading', { params: { path } })),
    enabled: isAllowed,
    staleTime: 300_000,
  })

/** A DRG of a version; nothing of a claim that was not grouped. */
export const useDrg = (drg: string | undefined, version: string | null | undefined) =>
  useQuery({
    queryKey: ['drg', drg, version],
    queryFn: () =>
      told(
        api.GET('/v1/drgs/{drg}', {
          params: { path: { drg: drg ?? '' }, query: version ? { version } : {} },
        }),
      ),
    enabled: drg !== undefined && version != null,
    staleTime: Infinity,
  })

/** The title of a code on the claim's day. */
export const useCodeTitle = (code: string, date: string | null | undefined) =>
  useQuery({
    queryKey: ['code', code, date],
    queryFn: () => told(api.GET('/v1/codes/{code}', { params: { path: { code }, query: date ? { date } : {} } })),
    staleTime: Infinity,
  })

/** The claim in its event. */
export function submittedIn({ submitted }: Pick<ClaimHistory, 'submitted'>): Submitted | undefined {
  if (submitted === null) return undefined
  return 'data' in submitted ? (submitted.data as Submitted) : (submitted as Submitted)
}
