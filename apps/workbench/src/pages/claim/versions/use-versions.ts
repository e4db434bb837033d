import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api, told } from '../../../api/client.ts'
import type { AuditResult } from '../../../api/types.ts'
import { useKeys } from '../../../keys/keyboard.tsx'
import type { ClaimPath } from '../use-claim.ts'

/** As the address and the api name a version: `2`, or `2.1` with a revision. */
export const nameOf = ({ version, revision }: { version: number | null; revision: number | null }): string =>
  `${version}${revision === null || revision === 0 ? '' : `.${revision}`}`

/** The two versions that are compared: those of the address, else the newest and the one before it. */
export function usePair(versions: readonly AuditResult[]) {
  const { a, b } = useSearch({ from: '/inside/claims/$tenant/$claimId' })
  const navigate = useNavigate({ from: '/claims/$tenant/$claimId' })
  // The newest first, as the api has them.
  const names = versions.map(({ claimVersion, revision }) => nameOf({ version: claimVersion, revision }))
  const newer = Math.max(0, names.indexOf(b ?? ''))
  const before = Math.min(newer + 1, names.length - 1)
  const older = names.includes(a ?? '') ? names.indexOf(a ?? '') : before
  const choose = (pair: { a?: string | undefined; b?: string | undefined }): void =>
    void navigate({ search: (search) => ({ ...search, ...pair }), replace: true })
  /** By so many versions towards older ones. */
  const step = (by: number): void => {
    const [a_, b_] = [names[older + by], names[newer + by]]
    if (a_ !== undefined && b_ !== undefined) choose({ a: a_, b: b_ })
  }
  useKeys({ 'versions.older': () => step(1), 'versions.newer': () => step(-1) })
  return { names, a: names[older], b: names[newer], choose }
}

export const useVersionsDiff = (path: ClaimPath, a: string, b: string) =>
  useQuery({
    queryKey: ['claim', path.claimId, 'versions', path.tenant, a, b],
    queryFn: () =>
      told(api.GET('/v1/claims/{tenant}/{claimId}/versions/{a}/diff/{b}', { params: { path: { ...path, a, b } } })),
  })
