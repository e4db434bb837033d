/**
 * What the pipeline's benches stand on: a real Kafka and a real Postgres, empty for each measurement, the services as
 * processes, and where their CPU goes.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import kafkajs from 'kafkajs'
import { TOPICS, stageServicesOf, typeOf } from '@claims-audit/contracts'
import type { Mode } from '@claims-audit/contracts'
import { EventProducer } from '@claims-audit/event-log'
import { openLedger } from '@claims-audit/ledger'
import type { Stack } from '@claims-audit/stack'
import { freshLedger } from '../fresh-database.ts'
import { freshLog } from '../fresh-log.ts'
import { freshStack } from '../fresh-stack.ts'
import { cpuOf } from './cpu.ts'

/** Where those answer who are not ours. */
export const OUT = 'bench.out'

/** A process to be measured. */
export interface Service {
  name: string
  args: string[]
  env: Record<string, string>
}

export interface Running {
  name: string
  process: ChildProcess
}

/** A claim as it is submitted. */
export interface Submission {
  key: string
  id: string
  value: string
}

export const app = (name: string, env: Record<string, string> = {}): Service => ({
  name,
  args: [fileURLToPath(new URL(`../../apps/${name}/dist/main.js`, import.meta.url))],
  env: { HOST: '127.0.0.1', PORT: '0', ...env },
})
export const program = (name: string, env: Record<string, string> = {}): Service => ({
  name,
  args: [fileURLToPath(new URL(`./contenders/${name}.mjs`, import.meta.url))],
  env: { INPUT: TOPICS.submitted, OUTPUT: OUT, ...env },
})

/** The pipeline as it is run, a process for each stage; the last first, so that none finds its topic empty for long. */
const stagesOf = (mode: Mode): Service[] => stageServicesOf(mode).map((service) => app(service, { PIPELINE: mode }))
export const CHAINED = stagesOf('chained')
export const FUSED = stagesOf('fused')

const LIMIT_MS = 600_000
const CLI = fileURLToPath(new URL('../../apps/cli/bin/claims-audit.js', import.meta.url))
const BATCH = 500

export interface Bed {
  stack: Stack
  /** Empty topics, no groups, and a database with the ledger's empty tables; gives its address. */
  fresh(): Promise<string>
  start(services: Service[], databaseUrl: string): Running[]
  stop(running: Running[]): Promise<void>
  /** CPU seconds so far, by the name of the process; several of one name together. */
  usage(running: Running[]): Record<string, number>
  /** Megabytes of memory in use (resident), by the name of the process. */
  memory(running: Running[]): Record<string, number>
  close(): Promise<void>
}

/** `profile`: a directory into which each Node process writes a profile of its CPU. */
export async function openBed({ profile }: { profile?: string | undefined } = {}): Promise<Bed> {
  const { stack, dataDir } = await freshStack('claims-audit-bench')
  const traces = await openTraceSink()
  const pidIn = (file: string): number => Number(readFileSync(join(dataDir, file), 'utf8').split('\n')[0])
  return {
    stack,
    fresh: async () => {
      await freshLog(stack.brokers, [{ topic: OUT, retentionMs: 3_600_000, maxMessageBytes: 1 << 20 }])
      return freshLedger(stack.databaseUrl, 'bench', stack.brokers)
    },
    start: (services, databaseUrl) =>
      services.map(({ name, args, env }) => ({
        name,
        process: launch(
          args,
          { ...env, ...traces.env, KAFKA_BROKERS: stack.brokers.join(','), DATABASE_URL: databaseUrl },
          profile,
        ),
      })),
    stop: async (running) => void (await Promise.all(running.map(({ process }) => ended(process)))),
    usage: (running) => ({
      ...byName(running, (pid) => cpuOf([pid])),
      Kafka: cpuOf([pidIn('kafka/kafka.pid')]),
      Postgres: cpuOf([pidIn('postgres/data/postmaster.pid')]),
    }),
    memory: (running) => byName(running, residentMegabytes),
    close: async () => {
      await stack.stop()
      traces.close()
    },
  }
}

function byName(running: Running[], of: (pid: number) => number): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { name, process } of running) sums[name] = (sums[name] ?? 0) + of(process.pid ?? 0)
  return sums
}

function residentMegabytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kilobytes) / 1_024)
}

/** Submits claims as fast as they are taken. */
export async function fill({ brokers }: Stack, claims: Iterable<Submission>): Promise<void> {
  const producer = new EventProducer({ cluster: brokers, clientId: 'bench', source: '/bench' })
  const waiting: Parameters<EventProducer['send']>[0][number][] = []
  for (const claim of claims) {
    waiting.push({ topic: TOPICS.submitted, type: typeOf(TOPICS.submitted), ...claim })
    if (waiting.length === BATCH) await producer.send(waiting.splice(0))
  }
  await producer.send(waiting)
  await producer.disconnect()
}

function launch(args: string[], env: Record<string, string>, profile: string | undefined): ChildProcess {
  const profiled = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const child = spawn(process.execPath, ['--no-warnings', ...profiled, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_OPTIONS: '', LOG_LEVEL: 'error', ...env },
  })
  child.once('exit', (code) => code !== 0 && code !== null && console.error(`${args[0]} ended by itself with ${code}`))
  return child
}

/** `claims-audit replay`, as a process of its own. */
export function launchReplay(databaseUrl: string, args: string[]): ChildProcess {
  return spawn(process.execPath, ['--no-warnings', CLI, 'replay', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: databaseUrl },
  })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/** Resolves when a topic holds so many, and the archive too where there is one. */
export async function answered(
  { brokers }: Stack,
  o: { output: string; count: number; archivedIn?: string | undefined },
): Promise<void> {
  const admin = new kafkajs.Kafka({ clientId: 'bench', brokers, logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    await reached(o.output, o.count, async () =>
      (await admin.fetchTopicOffsets(o.output)).reduce((sum, { high }) => sum + Number(high), 0),
    )
  } finally {
    await admin.disconnect()
  }
  if (o.archivedIn !== undefined) await archived(o.archivedIn, o.count)
}

async function archived(databaseUrl: string, count: number): Promise<void> {
  const ledger = await openLedger({ databaseUrl, poolSize: 1 })
  try {
    await reached('the archive', count, async () =>
      Number((await ledger.query('select coalesce(sum(events), 0) as archived from archived_block'))[0].archived),
    )
  } finally {
    await ledger.destroy()
  }
}

async function reached(what: string, count: number, held: () => Promise<number>): Promise<void> {
  for (const deadline = Date.now() + LIMIT_MS; (await held()) < count; await pause(50))
    if (Date.now() > deadline) throw new Error(`${what} has ${await held()} of ${count} after ${LIMIT_MS / 1_000} s`)
}

/** Processes, and where they answer. */
export interface Measurable {
  services: Service[]
  output: string
  /** Whether they keep what came, too: they are done when that is kept. */
  archives?: boolean
}

export interface Throughput {
  perSecond: number
  /** Microseconds of CPU a claim, by process. */
  cpu: Record<string, number>
}

/** How fast claims are answered that wait already, by processes that have warmed up on the first of them. */
export async function throughput(
  bed: Bed,
  { services, output, archives }: Measurable,
  drawn: Submission[],
  warmUp: number,
): Promise<Throughput> {
  const databaseUrl = await bed.fresh()
  const archivedIn = archives === true ? databaseUrl : undefined
  const claims = drawn.length - warmUp
  await fill(bed.stack, drawn.slice(0, warmUp))
  const running = bed.start(services, databaseUrl)
  try {
    await answered(bed.stack, { output, count: warmUp, archivedIn })
    for (const { process } of running) process.kill('SIGSTOP')
    await fill(bed.stack, drawn.slice(warmUp))
    const [before, began] = [bed.usage(running), performance.now()]
    for (const { process } of running) process.kill('SIGCONT')
    await answered(bed.stack, { output, count: drawn.length, archivedIn })
    const seconds = (performance.now() - began) / 1_000
    const after = bed.usage(running)
    const cpu = Object.fromEntries(
      Object.keys(after).map((name) => [name, Math.round((((after[name] ?? 0) - (before[name] ?? 0)) * 1e6) / claims)]),
    )
    return { perSecond: Math.round(claims / seconds), cpu }
  } finally {
    await bed.stop(running)
  }
}

/** Takes what the services export, so that tracing costs them what it costs; one trace of a hundred is sampled. */
async function openTraceSink(): Promise<{ env: Record<string, string>; close(): void }> {
  const server = createServer((request, answer) => void request.resume().on('end', () => answer.writeHead(200).end()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.01',
    },
    close: () => server.close(),
  }
}
