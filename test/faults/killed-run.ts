import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { SubmittedClaim } from '@claims-audit/contracts'
import { findRun, openLedger } from '@claims-audit/ledger'
import type { Ledger } from './world.ts'
import { cli, root } from '../command-line.ts'

/** A settled run, as the command line prints it, and how long it took. */
interface Settled {
  digest: string
  tally: object
  seconds: number
}

export interface KilledRun {
  /** How often it was killed while it was at work. */
  killed: number
  undisturbed: Settled
  /** From the first start to the end of the last resumption. */
  resumed: Settled
  tables: { table: string; rows: number; different: number }[]
}

interface Options {
  claims: Iterable<SubmittedClaim>
  kills: number
  random: () => number
  /** Of an empty ledger. */
  databaseUrl: string
  log?: (line: string) => void
}

/**
 * Replays claims, and a line that is not a claim, from a file, undisturbed; then once more, killed (SIGKILL) at random
 * moments and resumed; and compares the two, row for row.
 */
export async function killAgainAndAgain({
  claims,
  kills,
  random,
  databaseUrl,
  log = () => undefined,
}: Options): Promise<KilledRun> {
  const folder = mkdtempSync(join(tmpdir(), 'killed-run-'))
  const file = join(folder, 'claims.jsonl')
  const ledger = await openLedger({ databaseUrl })
  try {
    await pipeline(Readable.from(linesOf(claims)), createWriteStream(file))
    const undisturbed = await settled(['replay', file, '--threads', '2'], databaseUrl)
    log(`undisturbed: ${undisturbed.seconds.toFixed(0)} s, ${JSON.stringify(undisturbed.tally)}`)
    const began = performance.now()
    // So that even the last falls into the run's time.
    const longest = Math.max(1_500, (undisturbed.seconds * 1_000) / kills)
    const killed = await killedTimes(ledger, { kills, file, databaseUrl, until: () => 500 + random() * longest, log })
    const resumed = await settled(['runs', 'resume', String(KILLED), '--threads', '2'], databaseUrl)
    const seconds = (performance.now() - began) / 1_000
    return { killed, undisturbed, resumed: { ...resumed, seconds }, tables: await compared(ledger) }
  } finally {
    await ledger.destroy()
    rmSync(folder, { recursive: true, force: true })
  }
}

const [UNDISTURBED, KILLED] = [1, 2]

function* linesOf(claims: Iterable<SubmittedClaim>): Generator<string> {
  for (const claim of claims) yield `${JSON.stringify(claim)}\n`
  yield '{"no claim\n'
}

async function settled(args: string[], databaseUrl: string): Promise<Settled> {
  const began = performance.now()
  const { code, out, err } = await cli(args, { DATABASE_URL: databaseUrl })
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${err}`)
  const { digest, tally } = JSON.parse(out) as Settled
  return { digest, tally, seconds: (performance.now() - began) / 1_000 }
}

async function killedTimes(
  ledger: Ledger,
  o: { kills: number; file: string; databaseUrl: string; until: () => number; log: (line: string) => void },
): Promise<number> {
  let killed = 0
  for (let attempt = 0; attempt < o.kills; attempt += 1) {
    const args =
      attempt === 0 ? ['replay', o.file, '--threads', '2'] : ['runs', 'resume', String(KILLED), '--threads', '2']
    const child = spawn(process.execPath, ['apps/cli/bin/claims-audit.js', ...args], {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: o.databaseUrl },
      stdio: 'ignore',
    })
    const ended = once(child, 'exit')
    // Not before the run is there; then at any moment of its threads' start and of their units.
    while ((await findRun(ledger, KILLED))?.beganAt == null && child.exitCode === null) await pause(20)
    await Promise.race([ended, pause(o.until())])
    killed += child.kill('SIGKILL') ? 1 : 0
    await ended
    const { unitsDone, units } = (await findRun(ledger, KILLED)) ?? {}
    o.log(`killed ${killed} times: ${unitsDone} of ${units} units are done`)
  }
  return killed
}

async function compared(ledger: Ledger): Promise<KilledRun['tables']> {
  const tables: KilledRun['tables'] = []
  for (const table of ['recorded_run_claim', 'run_skipped']) {
    const [found]: { rows: number; different: number }[] = await ledger.query(
      `select coalesce(sum(here), 0)::int as rows, coalesce(sum(abs(here - there)), 0)::int as different
       from (select count(*) filter (where run = ${UNDISTURBED}) as here, count(*) filter (where run = ${KILLED}) as there from ${table} where run in (${UNDISTURBED}, ${KILLED}) group by md5(row(${await columnsOf(ledger, table)})::text)) as sums`,
    )
    if (found !== undefined) tables.push({ table, ...found })
  }
  return tables
}

/** All but the run. */
async function columnsOf(ledger: Ledger, table: string): Promise<string> {
  const [found]: { columns: string }[] = await ledger.query(
    "select string_agg(attname, ', ' order by attnum) as columns from pg_attribute where attrelid = $1::regclass and attnum > 0 and attname <> 'run'",
    [table],
  )
  return found?.columns ?? ''
}
