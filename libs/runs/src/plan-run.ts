import type { RunRequest } from '@claims-audit/contracts'
import { beginRun, failRun, findRun } from '@claims-audit/ledger'
import type { Ledger, PlannedUnit, RunInput } from '@claims-audit/ledger'
import { openPinned } from './pinned-knowledge.js'
import { planFiles } from './plan-files.js'
import { planArchive, planTopic } from './plan-log.js'

/** Fixes what a run that was asked for reads and by which editions it judges; one that cannot be is failed, with the reason. */
export async function planRun(ledger: Ledger, run: number, brokers: string[] = []): Promise<void> {
  const asked = await findRun(ledger, run)
  if (asked?.state !== 'asked') return
  try {
    const { editions } = openPinned(asked.additions, asked.request.editions)
    await beginRun(ledger, run, { editions, ...(await planSource(ledger, brokers, asked.request)) })
  } catch (error) {
    await failRun(ledger, run, (error as Error).message)
    throw error
  }
}

async function planSource(ledger: Ledger, brokers: string[], { source }: RunRequest): Promise<{ inputs: RunInput[]; units: PlannedUnit[] }> {
  if (source.kind === 'files') return planFiles(source.files)
  return { inputs: [], units: source.kind === 'topic' ? await planTopic(brokers, source) : await planArchive(ledger, source) }
}
