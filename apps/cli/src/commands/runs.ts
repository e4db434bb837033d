import type { Command } from 'commander'
import { count, digest, oneOf, wholeNumber } from '../arguments.js'
import { threads, exitWith } from '../options.js'
import { diff } from './diff.js'
import { importRun, resumeRun } from './replay.js'
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

export function addRuns(program: Command): void {
  const runs = program.command('runs').description('retrospective runs')

  runs
    .command('list')
    .option('--limit <n>', 'maximum number of runs', wholeNumber, '50')
    .option('--format <format>', 'output format: table or jsonl', oneOf('table', 'jsonl'), 'table')
    .description('list runs, newest first')
    .action(exitWith(listAllRuns))
  runs
    .command('show')
    .argument('<run>', 'number of the run', wholeNumber)
    .description('show the request, the editions, the progress and the result of a run')
    .action(exitWith(showRun))
  runs
    .command('skipped')
    .argument('<run>', 'number of the run', wholeNumber)
    .description('list events without a result: rejected, duplicates, version conflicts')
    .action(exitWith(listSkipped))
  runs
    .command('cancel')
    .argument('<run>', 'number of the run', wholeNumber)
    .description('cancel a run after its current units')
    .action(exitWith(cancelRun))
  threads(runs.command('resume').argument('<run>', 'number of the run', wholeNumber))
    .description('resume a run, or help to work on it')
    .action(exitWith(resumeRun))
  runs
    .command('import')
    .argument('<dir>', 'output directory of the job in deploy/spark')
    .option('--rule-set <digest>', 'fail unless made by the rule set with this digest (sha256:…)', digest)
    .option('--icd-10 <edition>', 'fail unless audited with this ICD-10 edition')
    .option('--ms-drg <version>', 'fail unless grouped with this MS-DRG version')
    .option('--note <text>', 'purpose of the run')
    .description('import the output of a distributed engine as a run')
    .action(exitWith(importRun))
  runs
    .command('delete')
    .argument('<run>', 'number of the run', wholeNumber)
    .description('delete a run and its results')
    .action(exitWith(deleteWholeRun))
  runs
    .command('diff')
    .argument('<a>', 'first run; 0 is the live pipeline', count)
    .argument('<b>', 'second run', count)
    .option('--by <what>', 'group by rule, facility or drg', oneOf('rule', 'facility', 'drg'), 'rule')
    .option('--claims', 'print one row for each finding that differs')
    .option('--format <format>', 'output format: table, json or csv', oneOf('table', 'json', 'csv'), 'table')
    .option('--parquet <file>', 'write one row for each finding that differs to a Parquet file')
    .description(
      'compare two runs: findings gained, lost and changed, with weight and payment, over the claims that both audited',
    )
    .action(exitWith(diff))
}
