/**
 * `npm run bench -- pipeline`: claims a second through the whole audit, chained and fused, beside stock Nest and a bare consumer, on the same brokers, the
 * same Postgres and the same claims; and where the CPU goes. Each warms up on claims of its own; then it is halted (SIGSTOP) while the topic is filled, and is
 * timed from there until the last claim has been answered and, where there is an archive, kept.
 * `--profile DIR` has each process write a profile of its CPU there.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import kafkajs from 'kafkajs'
import { TOPICS, typeOf } from '@claims-audit/contracts'
import { EventProducer, createTopics, declaredTopics } from '@claims-audit/event-log'
import { migrate, openLedger } from '@claims-audit/ledger'
import { openStack } from '@claims-audit/stack'
import type { Stack } from '@claims-audit/stack'
import { cpuOf } from './cpu.ts'
import { pipelineClaims } from './pipeline-claims.ts'
import type { Kind } from './pipeline-claims.ts'

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, seconds: { type: 'string', default: '15' }, kinds: { type: 'string', default: 'coded,notes,flawed' }, only: { type: 'string' }, profile: { type: 'string' } },
})

/** Who is measured: processes, where their output can be seen, and about how many claims a second to expect, for as much work as fits the time. */
interface Contender {
  name: string
  services: { name: string; args: string[]; env: Record<string, string> }[]
  /** Where it answers. */
  output: string
  archives?: boolean
  expected: Record<Kind, number>
}

/** Where the others answer. */
const OUT = 'bench.out'

const app = (name: string, env: Record<string, string> = {}): Contender['services'][number] => ({ name, args: [fileURLToPath(new URL(`../../apps/${name}/dist/main.js`, import.meta.url))], env: { HOST: '127.0.0.1', PORT: '0', ...env } })
const program = (name: string, env: Record<string, string> = {}): Contender['services'][number] => ({
  name,
  args: [fileURLToPath(new URL(`./contenders/${name}.mjs`, import.meta.url))],
  env: { INPUT: TOPICS.submitted, OUTPUT: OUT, ...env },
})

const CONTENDERS: Contender[] = [
  { name: 'stock Nest', services: [program('stock-nest')], output: OUT, expected: { coded: 900, notes: 800, flawed: 900 } },
  { name: 'stock Nest with 4 partitions at once', services: [program('stock-nest', { CONCURRENT: '4' })], output: OUT, expected: { coded: 1_500, notes: 1_300, flawed: 1_500 } },
  { name: 'bare consumer', services: [program('bare-consumer')], output: OUT, expected: { coded: 20_000, notes: 12_000, flawed: 20_000 } },
  { name: 'chained', services: ['archive', 'findings', 'drg', 'code-validation'].map((name) => app(name)), output: TOPICS.screened, archives: true, expected: { coded: 5_000, notes: 2_500, flawed: 3_000 } },
  { name: 'fused', services: [app('archive'), app('findings', { PIPELINE: 'fused' })], output: TOPICS.screened, archives: true, expected: { coded: 5_000, notes: 2_500, flawed: 3_000 } },
]
const WARM_UP = 0.5
const LIMIT_MS = 180_000
const BATCH = 500
let databases = 0

interface Measured {
  contender: string
  kind: Kind
  claims: number
  perSecond: number
  /** Microseconds of CPU a claim, by process. */
  cpu: Record<string, number>
}

const chosen = CONTENDERS.filter(({ name }) => values.only === undefined || values.only.split(',').includes(name))
const dataDir = mkdtempSync(join(tmpdir(), 'claims-audit-bench-'))
// Postgres runs under an account of its own, which has to get in.
chmodSync(dataDir, 0o755)
const stack = await openStack({ dataDir, docker: false, keepData: false, log: (line) => console.error(line) })
const traces = await openTraceSink()
const measured: Measured[] = []
try {
  for (const kind of values.kinds.split(',') as Kind[]) for (const contender of chosen) measured.push(await measure(contender, kind))
} finally {
  await stack.stop()
  traces.close()
}
tell(measured)

async function measure(contender: Contender, kind: Kind): Promise<Measured> {
  const claims = Math.round(contender.expected[kind] * Number(values.seconds))
  const warmUp = Math.round(claims * WARM_UP)
  const databaseUrl = await freshDatabase(stack)
  await freshTopics(stack)
  const drawn = [...pipelineClaims(kind, claims + warmUp, Number(values.seed))]
  await fill(drawn.slice(0, warmUp))
  const running = contender.services.map(({ name, args, env }) => ({ name, process: launch(args, { ...env, ...traces.env, KAFKA_BROKERS: stack.brokers.join(','), DATABASE_URL: databaseUrl }) }))
  try {
    await answered(contender, databaseUrl, warmUp)
    for (const { process } of running) process.kill('SIGSTOP')
    await fill(drawn.slice(warmUp))
    const before = usage(running)
    const began = performance.now()
    for (const { process } of running) process.kill('SIGCONT')
    await answered(contender, databaseUrl, claims + warmUp)
    const seconds = (performance.now() - began) / 1_000
    const after = usage(running)
    const cpu = Object.fromEntries(Object.keys(after).map((name) => [name, Math.round((((after[name] ?? 0) - (before[name] ?? 0)) * 1e6) / claims)]))
    const result = { contender: contender.name, kind, claims, perSecond: Math.round(claims / seconds), cpu }
    console.error(JSON.stringify(result))
    return result
  } finally {
    await Promise.all(running.map(({ process }) => ended(process)))
  }
}

/** Of each process: CPU seconds so far. */
function usage(running: { name: string; process: ChildProcess }[]): Record<string, number> {
  const pidIn = (file: string): number => Number(readFileSync(join(dataDir, file), 'utf8').split('\n')[0])
  return {
    ...Object.fromEntries(running.map(({ name, process }) => [name, cpuOf([process.pid ?? 0])])),
    Kafka: cpuOf([pidIn('kafka/kafka.pid')]),
    Postgres: cpuOf([pidIn('postgres/data/postmaster.pid')]),
  }
}

async function freshDatabase({ databaseUrl }: Stack): Promise<string> {
  const admin = await openLedger({ databaseUrl, poolSize: 1 })
  databases += 1
  const url = new URL(databaseUrl)
  url.pathname = `bench_${databases}`
  await admin.query(`create database bench_${databases}`)
  await admin.destroy()
  const ledger = await openLedger({ databaseUrl: url.href, poolSize: 2 })
  await migrate(ledger)
  await ledger.destroy()
  return url.href
}

/** Every topic empty, and no group that remembers how far it was. */
async function freshTopics({ brokers }: Stack): Promise<void> {
  const admin = new kafkajs.Kafka({ clientId: 'bench', brokers, logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  const topics = (await admin.listTopics()).filter((topic) => !topic.startsWith('__'))
  if (topics.length > 0) await admin.deleteTopics({ topics })
  while ((await admin.listTopics()).some((topic) => topics.includes(topic))) await pause(100)
  await forgetGroups(admin)
  await admin.disconnect()
  await createTopics(brokers, { topics: [...declaredTopics, { topic: OUT, retentionMs: 3_600_000, maxMessageBytes: 1 << 20 }] })
}

/** A member that ended without leaving is in its group until its session has timed out. */
async function forgetGroups(admin: kafkajs.Admin): Promise<void> {
  for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline; await pause(1_000)) {
    const { groups } = await admin.listGroups()
    const left = await admin.deleteGroups(groups.map(({ groupId }) => groupId)).then(() => true, () => false)
    if (left) return
  }
}

async function fill(claims: Iterable<{ key: string; id: string; value: string }>): Promise<void> {
  const producer = new EventProducer({ cluster: stack.brokers, clientId: 'bench', source: '/bench' })
  const waiting: Parameters<EventProducer['send']>[0][number][] = []
  for (const claim of claims) {
    waiting.push({ topic: TOPICS.submitted, type: typeOf(TOPICS.submitted), ...claim })
    if (waiting.length === BATCH) await producer.send(waiting.splice(0))
  }
  await producer.send(waiting)
  await producer.disconnect()
}

function launch(args: string[], env: Record<string, string>): ChildProcess {
  const profiled = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`]
  const child = spawn(process.execPath, ['--no-warnings', ...profiled, ...args], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, NODE_OPTIONS: '', LOG_LEVEL: 'error', ...env } })
  child.once('exit', (code) => code !== 0 && code !== null && console.error(`${args[0]} ended by itself with ${code}`))
  return child
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/** Resolves when so many claims have been answered, and kept where there is an archive. */
async function answered({ output, archives }: Contender, databaseUrl: string, count: number): Promise<void> {
  const admin = new kafkajs.Kafka({ clientId: 'bench', brokers: stack.brokers, logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  const ledger = await openLedger({ databaseUrl, poolSize: 1 })
  try {
    await reached(output, count, async () => (await admin.fetchTopicOffsets(output)).reduce((sum, { high }) => sum + Number(high), 0))
    if (archives) await reached('the archive', count, async () => Number((await ledger.query('select count(*) from raw_event'))[0].count))
  } finally {
    await ledger.destroy()
    await admin.disconnect()
  }
}

async function reached(what: string, count: number, held: () => Promise<number>): Promise<void> {
  for (const deadline = Date.now() + LIMIT_MS; (await held()) < count; await pause(50))
    if (Date.now() > deadline) throw new Error(`${what} has ${await held()} of ${count} after ${LIMIT_MS / 1_000} s`)
}

/** Takes what the services export, so that tracing costs them what it costs; one trace of a hundred is sampled. */
async function openTraceSink(): Promise<{ env: Record<string, string>; close(): void }> {
  const server = createServer((request, answer) => void request.resume().on('end', () => answer.writeHead(200).end()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return { env: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.01' }, close: () => server.close() }
}

function tell(results: Measured[]): void {
  console.log(`seed ${values.seed}; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; archive on, one trace of a hundred`)
  console.log('| claims | contender | claims/s | × stock Nest | CPU, µs a claim |\n|---|---|--:|--:|---|')
  for (const { contender, kind, perSecond, cpu } of results) {
    const stock = results.find((each) => each.kind === kind && each.contender === 'stock Nest')?.perSecond
    const times = stock === undefined ? '' : (perSecond / stock).toFixed(1)
    console.log(`| ${kind} | ${contender} | ${perSecond} | ${times} | ${Object.entries(cpu).map(([name, microseconds]) => `${name} ${microseconds}`).join(', ')} |`)
  }
  console.log(JSON.stringify(results))
}
