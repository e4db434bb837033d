import { findRun } from '@claims-audit/ledger'
import type { RunAdditions } from '@claims-audit/contracts'
import type { Ledger } from '@claims-audit/ledger'
import { OtherEditions, isSame, openPinned } from '@claims-audit/reference'

/**
 * Whether a planned run may be worked on with these packs and tables: they must make the editions that it is pinned to.
 */
export async function canWorkOn(ledger: Ledger, run: number, additions: RunAdditions): Promise<boolean> {
  const found = await findRun(ledger, run)
  if (found?.editions == null) return false
  try {
    return isSame(found.editions, openPinned(additions, found.request.editions).editions)
  } catch (error) {
    if (error instanceof OtherEditions) return false
    throw error
  }
}
