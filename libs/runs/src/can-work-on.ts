import { findRun } from '@claims-audit/ledger'
import type { Ledger, RunAdditions } from '@claims-audit/ledger'
import { isSame, openPinned } from './pinned-knowledge.js'

/** Whether a planned run may be worked on with these packs and tables: they must make the editions that it is pinned to. */
export async function canWorkOn(ledger: Ledger, run: number, additions: RunAdditions): Promise<boolean> {
  const editions = (await findRun(ledger, run))?.editions
  return editions != null && isSame(editions, openPinned(additions, editions.msDrg === null ? {} : { msDrg: editions.msDrg }).editions)
}
