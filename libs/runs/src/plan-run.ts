import type { RunRequest } from '@claims-audit/contracts'
import { beginRun, failRun, findRun } from '@claims-audit/ledger'
import type { Ledger, PlannedUnit, RunAdditions, RunInput } from '@claims-audit/ledger'
import { NOTHING_ADDED, openPinned } from './pinned-knowledge.js'
import { planFiles } from './plan-files.js'
import { planArchive, planTopic } from './plan-log.js'

export interface PlanOptions {
  /** For runs over a topic. */
  brokers?: string[]
  /** In place of those that the run was asked with, where they lie elsewhere. */
  additions?: RunAdditions
}

/** Fixes what a run that was asked for reads and by which editions it judges; one that cannot be is failed, with the reason. */
export async function planRun(ledger: Ledger, run: number, { brokers = [], additions }: PlanOptions = {}): Promise<void> {
  const asked = await findRun(ledger, run)
  if (asked?.state !== 'asked') return
  try {
    const { editions } = openPinned(additions ?? asked.additions ?? NOTHING_ADDED, asked.request.editions)
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
