import type { EngineSource, RunRequest } from '@claims-audit/contracts'
import type { Cluster } from '@claims-audit/event-log'
import { beginRun, failRun, findRun } from '@claims-audit/ledger'
import type { RunAdditions } from '@claims-audit/contracts'
import type { Ledger, PlannedUnit, RunInput, RunPlan } from '@claims-audit/ledger'
import { EngineOutput } from '../work/engine-output.js'
import { NOTHING_ADDED, openPinned } from '@claims-audit/reference'
import { planFiles } from './plan-files.js'
import { planArchive, planTopic } from './plan-log.js'

export interface PlanOptions {
  /** For runs over a topic. */
  cluster?: Cluster
  /** In place of those that the run was asked with, where they lie elsewhere. */
  additions?: RunAdditions
}

/**
 * Fixes what a run that was asked for reads and by which editions it judges; one that cannot be is failed, with the
 * reason.
 */
export async function planRun(
  ledger: Ledger,
  run: number,
  { cluster = [], additions }: PlanOptions = {},
): Promise<void> {
  const asked = await findRun(ledger, run)
  if (asked?.state !== 'asked') return
  try {
    await beginRun(
      ledger,
      run,
      await planOf(ledger, cluster, asked.request, additions ?? asked.additions ?? NOTHING_ADDED),
    )
  } catch (error) {
    await failRun(ledger, run, (error as Error).message)
    throw error
  }
}

async function planOf(
  ledger: Ledger,
  cluster: Cluster,
  { source, editions: pinned }: RunRequest,
  additions: RunAdditions,
): Promise<RunPlan> {
  // Its editions and its filter are those of the engine that audited; nothing need be loaded here.
  if (source.kind === 'engine') return EngineOutput.open(source.directory, pinned)
  const { editions } = openPinned(additions, pinned)
  return { editions, ...(await planSource(ledger, cluster, source)) }
}

async function planSource(
  ledger: Ledger,
  cluster: Cluster,
  source: Exclude<RunRequest['source'], EngineSource>,
): Promise<{ inputs: RunInput[]; units: PlannedUnit[] }> {
  if (source.kind === 'files') return planFiles(source.files)
  return {
    inputs: [],
    units: source.kind === 'topic' ? await planTopic(cluster, source) : await planArchive(ledger, source),
  }
}
