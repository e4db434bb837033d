import type { AuditResult } from '@claims-audit/contracts'
import { outcomeAmong } from './settle.js'

/** What tells versions of one claim apart. */
export type VersionedResult = Pick<AuditResult, 'claimVersion' | 'revision' | 'contentDigest' | 'outcome'>

export type VersionOutcome = AuditResult['outcome'] | 'duplicate' | 'superseded' | 'version-conflict'

/**
 * What each result of one claim is beside those before it, as `settle` has it for the live pipeline: for a run, which
 * sends nothing.
 */
export function settleVersions(results: VersionedResult[]): VersionOutcome[] {
  const held: { version: number; revision: number; contentDigest: string }[] = []
  return results.map((result) => {
    const outcome = outcomeAmong(result, held) ?? 'version-conflict'
    if (outcome !== 'duplicate' && outcome !== 'version-conflict')
      held.push({ version: result.claimVersion, revision: result.revision, contentDigest: result.contentDigest })
    return outcome
  })
}
