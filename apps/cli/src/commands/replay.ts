import type { Command } from 'commander'
import { collectCounts, digest, instant, offset, percent } from '../arguments.js'
import { additions, editions, exitWith, filesOf, filters, threads } from '../options.js'
import { availableParallelism, userInfo } from 'node:os'
import { resolve } from 'node:path'
import { forUserTables } from '@claims-audit/contracts'
import type { RunRequest } from '@claims-audit/contracts'
import type { Cluster } from '@claims-audit/event-log'
import { actOnRun, askRun, findRun, migrate } from '@claims-audit/ledger'
import type { RunAdditions } from '@claims-audit/contracts'
import { planRun, workOnRun } from '@claims-audit/runs'
import { cluster, databaseUrl, withLedger } from '../connections.js'
import type { Ledger } from '../connections.js'
import { filterOf } from '../filter.js'
import type { FilterOptions } from '../filter.js'
import { given } from '../given.js'
import { complain, print } from '../output.js'
import { runProgress } from '../run-progress.js'

export interface ReplayOptions extends FilterOptions {
  topic?: string | true
  archive?: true
  partition: number[]
  fromOffset?: string
  toOffset?: string
  from?: string
  to?: string
  rules: string[]
  ruleSet?: string
  icd10?: string
  msDrg?: string
  threads?: number
  share?: number
  note?: string
}

/** `replay`: audits recorded events once more, into a run of its own. */
export async function replay(files: string[], options: ReplayOptions): Promise<number> {
  return begin('replay', requestOf(files, options), additionsOf(options), options)
}

/** `runs import DIR`: a run that a distributed engine audited. */
export async function importRun(
  directory: string,
  { ruleSet, icd10, msDrg, note }: Pick<ReplayOptions, 'ruleSet' | 'icd10' | 'msDrg' | 'note'>,
): Promise<number> {
  return begin(
    'runs',
    {
      source: { kind: 'engine', directory: resolve(directory) },
      editions: given({ ruleSet, icd10, msDrg }),
      note: note ?? defaultNote(),
    },
    null,
    {},
  )
}

async function begin(
  command: string,
  request: RunRequest,
  additions: RunAdditions | null,
  options: Pick<ReplayOptions, 'threads'>,
): Promise<number> {
  return withLedger(command, async (ledger) => {
    await migrate(ledger)
    const run = await askRun(ledger, request, additions)
    complain(`run ${run}`)
    await planRun(ledger, run, { cluster: clusterFor(request) })
    return carryOut(ledger, run, options)
  })
}

/** `runs resume ID`: resumes a run, or helps those who work on it. */
export async function resumeRun(id: string, options: Pick<ReplayOptions, 'threads'>): Promise<number> {
  return withLedger('runs', async (ledger) => {
    const run = Number(id)
    const state = await actOnRun(ledger, run, 'resume')
    if (state === undefined) throw new Error(`there is no run ${id}`)
    const found = await findRun(ledger, run)
    if (state === 'asked' && found !== undefined) await planRun(ledger, run, { cluster: clusterFor(found.request) })
    return carryOut(ledger, run, options)
  })
}

/**
 * Works on a run until it is done or somebody stops it. Ctrl-C cancels it; a second one ends the command at once, which
 * the run survives too.
 */
async function carryOut(
  ledger: Ledger,
  run: number,
  { threads = defaultThreads() }: Pick<ReplayOptions, 'threads'>,
): Promise<number> {
  const planned = await findRun(ledger, run)
  if (planned === undefined || planned.state === 'done') return report(ledger, run)
  const interrupted = new AbortController()
  const interrupt = (): void => {
    if (interrupted.signal.aborted) process.exit(130)
    complain('\nfinishing the current units (Ctrl-C again stops at once) ...')
    interrupted.abort()
  }
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  const watched = runProgress(planned.events, planned.eventsDone)
  try {
    await workOnRun(ledger, run, {
      databaseUrl: databaseUrl(),
      cluster: clusterFor(planned.request),
      threads,
      signal: interrupted.signal,
      onAudited: watched.add,
    })
  } catch (error) {
    throw new Error(
      `run ${run} cannot go on: ${(error as Error).message}. What was done is kept; claims-audit runs resume ${run} goes on`,
      { cause: error },
    )
  } finally {
    watched.end()
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
  if (interrupted.signal.aborted) await actOnRun(ledger, run, 'cancel')
  return report(ledger, run)
}

/** Only a topic needs a cluster. */
const clusterFor = ({ source }: RunRequest): Cluster => (source.kind === 'topic' ? cluster() : [])

/** Half of the machine: the other half serves what is live. */
const defaultThreads = (): number => Math.max(1, Math.floor(availableParallelism() / 2))

async function report(ledger: Ledger, run: number): Promise<number> {
  const { id, state, unitsDone, units, eventsPerSecond, tally, digest } = (await findRun(ledger, run)) ?? {}
  await print(JSON.stringify({ run: id, state, units, unitsDone, eventsPerSecond, tally, digest }))
  if (state !== 'done') complain(`${unitsDone} of ${units} units are done; claims-audit runs resume ${run} goes on`)
  return state === 'done' ? 0 : 1
}

const defaultNote = (): string => `by ${userInfo().username}`

function requestOf(files: string[], options: ReplayOptions): RunRequest {
  const { ruleSet, icd10, msDrg, share, note } = options
  return {
    source: sourceOf(files, options),
    only: filterOf(options),
    editions: given({ ruleSet, icd10, msDrg }),
    ...(share !== undefined && { share: share / 100 }),
    note: note ?? defaultNote(),
  }
}

function sourceOf(
  files: string[],
  { topic, archive, partition, fromOffset, toOffset, from: fromTime, to: toTime }: ReplayOptions,
): RunRequest['source'] {
  if ([files.length > 0, topic !== undefined, archive === true].filter(Boolean).length !== 1)
    throw new Error('name files, or use --topic or --archive')
  const range = given({
    fromOffset,
    toOffset,
    fromTime,
    toTime,
    ...(partition.length > 0 && { partitions: partition }),
  })
  if (files.length === 0)
    return { kind: archive === true ? 'archive' : 'topic', ...(typeof topic === 'string' && { topic }), ...range }
  if (Object.keys(range).length > 0) throw new Error('offsets, partitions and times need --topic or --archive')
  if (files.includes('-'))
    throw new Error('a run must be resumable, and stdin cannot be read twice; write it to a file first')
  return { kind: 'files', files: files.map((file) => resolve(file)) }
}

/** Whole paths: a run may be resumed from elsewhere. */
function additionsOf(options: ReplayOptions): RunAdditions {
  const files = filesOf(options)
  return {
    ruleDirectories: options.rules.map((directory) => resolve(directory)),
    ...forUserTables((name) => (files[name] === undefined ? undefined : resolve(files[name]))),
  }
}

export function addReplay(program: Command): void {
  additions(editions(filters(threads(program.command('replay')))))
    .argument(
      '[files...]',
      'recorded claims or events: JSON lines, also with gzip or zstd; or Parquet with an event as JSON text in the column “value”',
    )
    .option('--topic [name]', 'read a topic (default: claims.submitted)')
    .option('--archive', 'read the archive')
    .option('--partition <n>', 'only this partition; repeat for several', collectCounts, [])
    .option('--from-offset <n>', 'first offset of each partition', offset)
    .option('--to-offset <n>', 'end offset of each partition, exclusive', offset)
    .option('--from <time>', 'first day or instant (UTC) by event timestamp', instant)
    .option('--to <time>', 'end day or instant, exclusive', instant)
    .option('--rule-set <digest>', 'fail unless the loaded rule set has this digest (sha256:…)', digest)
    .option('--share <percent>', 'share of its time that each thread may work, in percent', percent)
    .option('--note <text>', 'purpose of the run')
    .description('audit recorded events again, as a retrospective run; publishes nothing')
    .action(exitWith(replay))
}
