import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { TOPICS } from '@claims-audit/contracts'
import { committedOffsets, createTopics } from '@claims-audit/event-log'
import { migrate, openLedger } from '@claims-audit/ledger'
import { StackUnavailable, freePort, openStack } from '@claims-audit/stack'
import type { Stack } from '@claims-audit/stack'
import { say, timed } from './console.js'
import { showResults } from './results.js'
import { startPipeline } from './pipeline.js'
import type { Pipeline } from './pipeline.js'
import { submitSamples } from './samples.js'

/** What the supervisor sets for each service itself. */
const FOR_ONE_SERVICE = ['HOST', 'PORT', 'PIPELINE']

const GROUPS = ['code-validation', 'drg', 'findings', 'fused', 'archive']

const LOCAL = '.local'
const STACK_FILE = join(LOCAL, 'stack.json')

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { fused: { type: 'boolean', default: false }, 'no-samples': { type: 'boolean', default: false } } })
  for (const name of FOR_ONE_SERVICE) if (process.env[name] !== undefined) say(`${name} is for a service that runs by itself; npm start does not heed it`)
  const told = toldToStop()
  const stack = await openStack({ dataDir: join(LOCAL, 'data'), ports: { kafka: 19092, postgres: 15432 }, log: say, keepData: true })
  try {
    return await run(stack, told, values)
  } finally {
    rmSync(STACK_FILE, { force: true })
    await timed('Stopping Kafka and Postgres', () => stack.stop())
    say('Everything is stopped. The data is kept; npm start finds it again.')
  }
}

async function run(stack: Stack, told: Promise<void>, options: { fused: boolean; 'no-samples': boolean }): Promise<number> {
  await timed('Creating topics and tables', () => prepare(stack))
  mkdirSync(LOCAL, { recursive: true })
  // It holds the database's password, and the process by which a reader tells that it is not left over.
  writeFileSync(STACK_FILE, JSON.stringify({ pid: process.pid, brokers: stack.brokers, databaseUrl: stack.databaseUrl }), { mode: 0o600 })
  const ports = { intake: await portLike(3001), api: await portLike(3000) }
  const pipeline = await timed('Starting the services', () => startPipeline({ ...stack, ports, fused: options.fused, log: say }))
  try {
    return await Promise.race([told.then(() => 0), pipeline.failed.then(() => 1), stack.failed.then(serverEnded), work(stack, pipeline, ports, options)])
  } finally {
    await timed('Draining the services', () => pipeline.stop())
  }
}

function serverEnded(name: string): number {
  say(`${name} ended by itself; stopping everything. Its log is in ${LOCAL}.`)
  return 1
}

/** Shows what the pipeline does, then stays for what else may come. */
async function work(stack: Stack, pipeline: Pipeline, ports: { intake: number; api: number }, options: { 'no-samples': boolean }): Promise<never> {
  if (!options['no-samples']) {
    const samples = await timed('Auditing the sample claims', () => submitSamples(stack, ports))
    showResults(samples)
  }
  say(`api     http://127.0.0.1:${ports.api}/v1/findings   docs http://127.0.0.1:${ports.api}/docs`)
  say(`intake  http://127.0.0.1:${ports.intake}/v1/claims     POST a claim, or NDJSON to /v1/claims:batch`)
  say(`try     curl --data-binary @claim.json http://127.0.0.1:${ports.intake}/v1/claims`)
  say(`        curl 'http://127.0.0.1:${ports.api}/v1/findings?rule=code.excludes1&limit=10'`)
  say(`kafka   ${stack.brokers.join(',')} (${stack.source.kafka})   postgres ${stack.databaseUrl.replace(/:[^:@/]*@/, ':…@')} (${stack.source.postgres})`)
  say('Running. npx claims-audit submit FILE sends claims; Ctrl-C drains and stops everything.')
  return pipeline.forever
}

async function portLike(wanted: number): Promise<number> {
  const port = await freePort(wanted)
  if (port !== wanted) say(`Port ${wanted} is taken; using ${port}`)
  return port
}

async function prepare({ brokers, databaseUrl }: Stack): Promise<void> {
  const ledger = await openLedger({ databaseUrl, applicationName: 'claims-audit migrations', poolSize: 2 })
  try {
    await Promise.all([topics(brokers), migrate(ledger)])
    // A new broker takes a moment to load its groups; a stage that joins meanwhile crashes and starts again, with lines that alarm for nothing.
    await Promise.all(GROUPS.map((group) => committedOffsets(brokers, group, TOPICS.submitted)))
  } finally {
    await ledger.destroy()
  }
}

function topics(brokers: string[]): Promise<void> {
  return createTopics(brokers, { log: (level, line) => level !== 'debug' && level !== 'error' && say(line) }).catch((error: Error) => {
    throw new Error(`Kafka at ${brokers.join(',')} does not do what it is asked (${error.name}: ${error.message})`)
  })
}

/** Within this time two signals are one: a Ctrl-C comes from the terminal and through npm. */
const SAME_MS = 1_000

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends everything at once. */
function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let told: number | undefined
    const tell = (): void => {
      if (told !== undefined && Date.now() - told > SAME_MS) process.exit(130)
      if (told !== undefined) return
      told = Date.now()
      say('Stopping (once more to stop at once) ...')
      resolve()
    }
    process.on('SIGINT', tell)
    process.on('SIGTERM', tell)
  })
}

const isMisuse = (error: Error): boolean => String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')

process.exitCode = await main().catch((error: Error) => {
  say(error instanceof StackUnavailable || isMisuse(error) ? error.message : `${error.name}: ${error.message}`)
  return isMisuse(error) ? 2 : 1
})
process.exit()
