import { beginRun, failRun, findRun } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'
import { openPinned } from './pinned-knowledge.js'
import { planFiles } from './plan-files.js'

/** Fixes what a run that was asked for reads and by which editions it judges; one that cannot be is failed, with the reason. */
export async function planRun(ledger: Ledger, run: number): Promise<void> {
  const asked = await findRun(ledger, run)
  if (asked?.state !== 'asked') return
  try {
    const { editions } = openPinned(asked.additions, asked.request.editions)
    const { source } = asked.request
    const planned = await planFiles(source.kind === 'files' ? source.files : [])
    await beginRun(ledger, run, { editions, ...planned })
  } catch (error) {
    await failRun(ledger, run, (error as Error).message)
    throw error
  }
}
