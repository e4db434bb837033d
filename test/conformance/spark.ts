/**
 * `npm run conformance -- spark`: the job of deploy/spark on a standalone Spark with two executors, one of which is
 * killed on the way; what it wrote is imported and compared, row for row and by digest, with `claims-audit replay` of
 * the same files on one machine; once more with a filter, undisturbed. `--undisturbed` kills nothing, for the figures,
 * and leaves it to the archive's row groups how many tasks there are.
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { openLedger } from '@claims-audit/ledger'
import { openStack } from '@claims-audit/stack'
import { parquetWriteFile } from 'hyparquet-writer'
import { syntheticClaims } from '../e2e/synthetic-claims.ts'
import { pythonOf } from './python.ts'
import { startSpark } from './spark-cluster.ts'
import type { SparkCluster } from './spark-cluster.ts'

const { values } = parseArgs({
  options: {
    claims: { type: 'string', default: '8000' },
    seed: { type: 'string', default: '1' },
    partitions: { type: 'string' },
    undisturbed: { type: 'boolean', default: false },
  },
})
const CLAIMS = Number(values.claims)
const partitions = values.partitions ?? (values.undisturbed ? undefined : '8')
/** No multiple of a unit: most row groups end with a short one. */
const GROUP_ROWS = 1_700
const LIMIT_MS = 300_000
const FILTER = ['--facility', 'F2', '--discharged-from', '2026-01-01']
/** The last tasks are begun a second time wherever somebody is idle. */
const SPECULATION = [
  '--conf',
  'spark.speculation=true',
  '--conf',
  'spark.speculation.quantile=0.5',
  '--conf',
  'spark.speculation.multiplier=1',
  '--conf',
  'spark.speculation.minTaskRuntime=0',
]

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url))
const CLI = path('apps/cli/bin/claims-audit.js')
const execute = promisify(execFile)

const python = await pythonOf(path('deploy/spark/requirements.txt'), 'spark')
const folder = mkdtempSync(join(tmpdir(), 'claims-audit-spark-'))
// Postgres runs under an account of its own, which has to get in.
chmodSync(folder, 0o755)
// No run here is over a topic, so no Kafka is started.
const stack = await openStack({
  dataDir: join(folder, 'stack'),
  docker: false,
  keepData: false,
  log: (line) => console.error(line),
  env: { ...process.env, KAFKA_BROKERS: 'none:9' },
})
try {
  const archive = writeArchive()
  const cluster = await startSpark(python, 2, folder)
  const [output, filtered] = [join(folder, 'output'), join(folder, 'filtered')]
  try {
    await audit(cluster, output)
    await auditHere(cluster, filtered, FILTER)
    await failVisibly(cluster)
  } finally {
    await cluster.stop()
  }
  await compare(archive, output)
  await compare(archive, filtered, FILTER)
  await refuse(output)
} finally {
  await stack.stop()
  rmSync(folder, { recursive: true, force: true })
}

/** Two files, with what is unruly in an archive among the claims. */
function writeArchive(): string[] {
  const claims = [...syntheticClaims(CLAIMS, Number(values.seed), 'spark')]
  const [a, b, c, d] = claims
  const unruly = [
    JSON.stringify(a),
    JSON.stringify({ ...b, billedDrg: '999' }),
    JSON.stringify({ ...c, version: 3 }),
    JSON.stringify({ ...c, version: 2 }),
    '{"claimId":',
    '',
    null,
    '[{"claimId":"in-a-list"}]',
  ]
  const dated = { ...d, claimId: 'long-ago', admissionDate: '2019-01-01', dischargeDate: '2019-01-02' }
  const rows = [
    ...unruly.slice(4),
    ...claims.map((claim) => JSON.stringify(claim)),
    ...unruly,
    JSON.stringify({ ...a, claimId: 'over-lines' }, undefined, 2),
    `\ufeff${JSON.stringify({ ...a, claimId: 'marked-ü' })}`,
    JSON.stringify(dated),
    `{"claimId":"a\nb"}`,
  ]
  const half = Math.floor(rows.length / 2)
  mkdirSync(join(folder, 'archive'))
  return [rows.slice(0, half), rows.slice(half)].map((data, n) => {
    const filename = join(folder, 'archive', `part ${n + 1}.parquet`)
    parquetWriteFile({
      filename,
      columnData: [
        { name: 'at', data: data.map((_, at) => at) },
        { name: 'value', data, type: 'STRING' },
      ],
      rowGroupSize: GROUP_ROWS,
    })
    return filename
  })
}

/** Runs the job; where it is to be disturbed, kills an executor once a part of the output is there. */
async function audit({ url, submit, env, executors }: SparkCluster, output: string): Promise<void> {
  const began = performance.now()
  const args = [
    '--master',
    url,
    '--driver-memory',
    '512m',
    '--executor-memory',
    '512m',
    '--conf',
    'spark.ui.enabled=false',
    ...(values.undisturbed ? [] : SPECULATION),
    path('deploy/spark/audit_job.py'),
    join(folder, 'archive'),
    output,
    '--claims-audit',
    CLI,
    '--node',
    process.execPath,
    ...(partitions === undefined ? [] : ['--partitions', partitions]),
  ]
  const job = spawn(submit, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  job.stdout.on('data', (part: Buffer) => (log += part.toString()))
  job.stderr.on('data', (part: Buffer) => (log += part.toString()))
  const ended = once(job, 'close') as Promise<[number | null]>
  try {
    if (!values.undisturbed) {
      while (committed(output) === 0) {
        if (job.exitCode !== null || performance.now() - began > LIMIT_MS)
          throw new Error(`the job wrote nothing\n${log.slice(-4_000)}`)
        await pause(50)
      }
      const running = await executors()
      const [killed] = running
      if (running.length < 2 || killed === undefined)
        throw new Error(`${running.length} executors where two were wanted`)
      process.kill(killed, 'SIGKILL')
      console.log(
        `executors ${running.join(' and ')}; ${killed} was killed when ${committed(output)} of ${partitions} tasks were committed`,
      )
    }
    const [code] = await ended
    if (code !== 0) throw new Error(`the job ended with ${code}\n${log.slice(-8_000)}`)
  } finally {
    job.kill()
  }
  const seconds = (performance.now() - began) / 1_000
  const lost = [...log.matchAll(/Lost executor \d+/g)].length
  const beside = [...log.matchAll(/Killing attempt \d+ for task/g)].length
  // The job's longest step: reading, auditing and writing.
  const own = Math.max(
    ...[...log.matchAll(/Job \d+ finished: parquet .* took ([\d.]+) s/g)].map(([, took]) => Number(took)),
  )
  const again = [...log.matchAll(/Starting task \d+\.[1-9]\d* in stage/g)].length
  if (!values.undisturbed && (lost === 0 || again === 0)) throw new Error(`no executor was lost\n${log}`)
  console.log(
    `the job: ${log.match(/^\{"files".*$/m)?.[0]}; ${seconds.toFixed(1)} s, ${Math.round(CLAIMS / seconds)} claims/s with its start; auditing ${own.toFixed(1)} s, ${Math.round(CLAIMS / own)} claims/s`,
  )
  console.log(
    `executors lost ${lost}, tasks begun again ${again}, given up because the other attempt had ended ${beside}`,
  )
}

/** Runs the job without a cluster. */
async function auditHere({ submit, env }: SparkCluster, output: string, options: string[]): Promise<void> {
  const args = [
    '--master',
    'local[1]',
    '--conf',
    'spark.ui.enabled=false',
    path('deploy/spark/audit_job.py'),
    join(folder, 'archive'),
    output,
    '--claims-audit',
    CLI,
    '--node',
    process.execPath,
    ...options,
  ]
  await execute(submit, args, { env, maxBuffer: 1 << 26 })
}

/** An audit that cannot be done fails the job, which says why, and leaves nothing that could be imported. */
async function failVisibly(cluster: SparkCluster): Promise<void> {
  const output = join(folder, 'failed')
  const failure = await auditHere(cluster, output, ['--rules', '/nowhere']).then(
    () => 'none',
    ({ stderr }: { stderr: string }) =>
      /claims-audit ended with 2, \d+ events unanswered: claims-audit: .*/.exec(stderr)?.[0] ?? stderr,
  )
  const isTold = failure.includes('/nowhere') && (await cli('runs', 'import', output)).err.includes('is not complete')
  console.log(`${isTold ? 'failed as it should' : 'DID NOT FAIL'}: ${failure}`)
  if (!isTold) process.exitCode = 1
}

function committed(output: string): number {
  try {
    return readdirSync(join(output, 'results/_temporary/0')).filter((name) => name.startsWith('task_')).length
  } catch {
    return 0
  }
}

interface Told {
  run: number
  eventsPerSecond: number
  tally: Record<string, unknown>
  digest: string
}

async function compare(archive: string[], output: string, filter: string[] = []): Promise<void> {
  const imported = await told('runs', 'import', output)
  const replayed = await told('replay', ...archive, ...filter)
  console.log(`imported: ${JSON.stringify(imported)}\nreplayed: ${JSON.stringify(replayed)}`)
  const ledger = await openLedger({ databaseUrl: stack.databaseUrl, poolSize: 1 })
  try {
    for (const table of ['recorded_run_claim', 'run_skipped', 'run_unit']) {
      const rows = (run: number): string => `select to_jsonb(t) - 'run' - 'done_at' from ${table} t where run = ${run}`
      const [found]: { rows: number; differing: number }[] = await ledger.query(
        `select (select count(*)::int from ${table} where run = ${replayed.run}) as rows, (select count(*)::int from ((${rows(imported.run)} except all ${rows(replayed.run)}) union all (${rows(replayed.run)} except all ${rows(imported.run)})) as d) as differing`,
      )
      console.log(`${table}: ${found?.rows} rows, ${found?.differing} differ`)
      if (found?.rows === 0 || found?.differing !== 0) process.exitCode = 1
    }
  } finally {
    await ledger.destroy()
  }
  const [skipped, others] = [
    await cli('runs', 'skipped', String(imported.run)),
    await cli('runs', 'skipped', String(replayed.run)),
  ]
  const diff = JSON.parse(
    (await cli('runs', 'diff', String(imported.run), String(replayed.run), '--format', 'json')).out,
  ) as { claims: object }
  const isSame =
    imported.digest === replayed.digest &&
    JSON.stringify(imported.tally) === JSON.stringify(replayed.tally) &&
    skipped.out === others.out
  console.log(
    `digest, tally and skipped events: ${isSame ? 'the same' : 'DIFFER'}; runs diff: ${JSON.stringify(diff.claims)}; runs delete: ${(await cli('runs', 'delete', String(imported.run))).code}`,
  )
  if (!isSame) process.exitCode = 1
}

/** What may not be imported. */
async function refuse(output: string): Promise<void> {
  const spoilt = (name: string, spoil: (results: string, part: string) => void): string => {
    const copy = join(folder, name)
    cpSync(output, copy, { recursive: true })
    const results = join(copy, 'results')
    // The largest: a task may have had no events.
    const [largest = ''] = readdirSync(results)
      .filter((file) => file.endsWith('.parquet'))
      .map((file) => join(results, file))
      .sort((a, b) => statSync(b).size - statSync(a).size)
    spoil(results, largest)
    return copy
  }
  const cases: [RegExp, ...string[]][] = [
    [/is not complete/, spoilt('unfinished', (results) => rmSync(join(results, '_SUCCESS')))],
    [/lacks row/, spoilt('lacking', (_, part) => rmSync(part))],
    [/twice/, spoilt('repeated', (results, part) => cpSync(part, join(results, 'again.parquet')))],
    [/Parquet footer cannot be read/, spoilt('damaged', (_, part) => writeFileSync(part, 'PAR1'))],
    [/was made by the rule set/, output, '--rule-set', `sha256:${'0'.repeat(64)}`],
  ]
  for (const [message, ...args] of cases) {
    const { code, err } = await cli('runs', 'import', ...args)
    const isRefused = code === 2 && message.test(err)
    console.log(`${isRefused ? 'refused' : 'NOT REFUSED'}: ${err.trim().split('\n').at(-1)?.replaceAll(folder, '')}`)
    if (!isRefused) process.exitCode = 1
  }
}

async function told(...args: string[]): Promise<Told> {
  const { out, err } = await cli(...args)
  try {
    const { run, eventsPerSecond, tally, digest } = JSON.parse(out) as Told
    return { run, eventsPerSecond, tally, digest }
  } catch {
    throw new Error(`claims-audit ${args.join(' ')}: ${err}`)
  }
}

async function cli(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const options = { env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: stack.databaseUrl }, maxBuffer: 1 << 28 }
  return execute(process.execPath, [CLI, ...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      out: stdout,
      err: stderr,
    }),
  )
}
