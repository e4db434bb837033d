import { actOnRun, deleteRun, findRun, findSkipped, listRuns } from '@claims-audit/ledger'
import type { AuditRun } from '@claims-audit/ledger'
import Table from 'cli-table3'
import { withLedger } from '../connections.js'
import { complain, print } from '../output.js'

/** `runs list`: newest first. */
export async function listAllRuns({ limit, format }: { limit: string; format: string }): Promise<number> {
  return withLedger('runs', async (ledger) => {
    const runs = await listRuns(ledger, { limit: Number(limit) })
    if (format === 'jsonl') for (const run of runs) await print(JSON.stringify(run))
    else await print(tableOf(runs))
    return 0
  })
}

function tableOf(runs: AuditRun[]): string {
  const table = new Table({
    head: ['run', 'state', 'source', 'done', 'events/s', 'asked', 'note'],
    style: { head: [], border: [] },
  })
  for (const { id, state, request, events, eventsDone, eventsPerSecond, askedAt } of runs)
    table.push([
      id,
      state,
      request.source.kind,
      events === 0 ? '' : `${Math.floor((100 * eventsDone) / events)}%`,
      eventsPerSecond ?? '',
      askedAt.slice(0, 16),
      request.note ?? '',
    ])
  return table.toString()
}

/** `runs show ID`: all that is known of a run. */
export async function showRun(id: string): Promise<number> {
  return withLedger('runs', async (ledger) => {
    const run = await findRun(ledger, Number(id))
    if (run === undefined) return noRun(id)
    await print(JSON.stringify(run, undefined, 2))
    return 0
  })
}

/** `runs skipped ID`: a line for each event that has no result of its own. */
export async function listSkipped(id: string): Promise<number> {
  return withLedger('runs', async (ledger) => {
    if ((await findRun(ledger, Number(id))) === undefined) return noRun(id)
    for await (const skipped of findSkipped(ledger, Number(id))) await print(JSON.stringify(skipped))
    return 0
  })
}

/** `runs cancel ID`. */
export async function cancelRun(id: string): Promise<number> {
  return withLedger('runs', async (ledger) => {
    const state = await actOnRun(ledger, Number(id), 'cancel')
    if (state === undefined) return noRun(id)
    if (state === 'cancelled') return 0
    complain(`run ${id} is ${state}`)
    return 1
  })
}

/** `runs delete ID`: the run and its tables. */
export async function deleteWholeRun(id: string): Promise<number> {
  return withLedger('runs', async (ledger) => {
    if (await deleteRun(ledger, Number(id))) return 0
    const run = await findRun(ledger, Number(id))
    if (run === undefined) return noRun(id)
    const busy = `a unit of run ${id} is still being finished, or what came of it is being read; try again later`
    complain(run.state === 'running' ? `run ${id} is at work; claims-audit runs cancel ${id} stops it` : busy)
    return 1
  })
}

function noRun(id: string): number {
  complain(`there is no run ${id}`)
  return 1
}
