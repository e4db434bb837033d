/**
 * `npm run bench -- latency`: how long a claim takes from its submission to its answer, which is published once its
 * findings are committed. Claims are submitted on a fixed schedule, each on its own, and timed from the moment at which
 * the schedule has them, not from when they were sent: a pipeline that stands still is charged for all that should have
 * come meanwhile (no coordinated omission). Then one claim alone at a time, on an idle system; and the CPU of all. The
 * same while a retrospective run works on the same database, as it comes and with a share.
 */
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import kafkajs from 'kafkajs'
import { TOPICS, typeOf } from '@claims-audit/contracts'
import { EventProducer } from '@claims-audit/event-log'
import { findRun, openLedger } from '@claims-audit/ledger'
import { CHAINED, FUSED, answered, fill, launchReplay, openBed } from './bed.ts'
import type { Running, Service, Submission } from './bed.ts'
import { pipelineClaims, writeClaims } from './pipeline-claims.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '30' },
    rate: { type: 'string', default: '500' },
    alone: { type: 'string', default: '100' },
    only: { type: 'string' },
  },
})
const [rate, seconds, alone] = [values.rate, values.seconds, values.alone].map(Number) as [number, number, number]
/** Claims by which the processes warm up, first as fast as they come, then for a while at the measured rate. */
const WARM_UP = 5_000
const SETTLE_SECONDS = 5
/** No replay is faster here. */
const MOST_PER_SECOND = 12_000

interface Contender {
  name: string
  services: Service[]
  /** Options of a replay that runs meanwhile. */
  replay?: string[]
}

const contenders: Contender[] = [
  { name: 'chained', services: CHAINED },
  { name: 'chained, while a replay runs', services: CHAINED, replay: [] },
  { name: 'chained, while a replay runs with --share 25', services: CHAINED, replay: ['--share', '25'] },
  { name: 'fused', services: FUSED },
]
const bed = await openBed()
const folder = mkdtempSync(join(tmpdir(), 'claims-audit-latency-'))
const lines: string[] = []
try {
  for (const contender of contenders)
    if (values.only?.split(';').includes(contender.name) ?? true) lines.push(await measure(contender))
} finally {
  rmSync(folder, { recursive: true, force: true })
  await bed.close()
}
console.log(
  `seed ${values.seed}; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; coded claims, archive on, one trace of a hundred; milliseconds from schedule to answer`,
)
console.log(
  `| | at ${rate} a second: p50 | p90 | p99 | p99.9 | longest | cores in use | one claim alone: p50 | p99 |\n|---|--:|--:|--:|--:|--:|---|--:|--:|`,
)
for (const line of lines) console.log(line)

async function measure({ name, services, replay }: Contender): Promise<string> {
  const databaseUrl = await bed.fresh()
  const settle = rate * SETTLE_SECONDS
  const drawn = [...pipelineClaims('coded', WARM_UP + settle + rate * seconds + alone, Number(values.seed))]
  await fill(bed.stack, drawn.splice(0, WARM_UP))
  const running = bed.start(services, databaseUrl)
  const answers = await listenTo(TOPICS.screened)
  const producer = new EventProducer({ cluster: bed.stack.brokers, clientId: 'bench', source: '/bench' })
  try {
    await answered(bed.stack, { output: TOPICS.screened, count: WARM_UP, archivedIn: databaseUrl })
    const replaying = replay && (await startReplay(databaseUrl, replay))
    await onSchedule(drawn.splice(0, settle), producer, answers)
    const { times, cores } = await withCpu(replaying ? [...running, replaying] : running, () =>
      onSchedule(drawn.splice(0, rate * seconds), producer, answers),
    )
    if (replaying) await stopReplay(replaying)
    const single = await oneByOne(drawn, producer, answers)
    const told = Object.entries(cores).map(([process, used]) => `${process} ${used.toFixed(2)}`)
    const sum = Object.values(cores).reduce((total, used) => total + used, 0)
    return `| ${[name, ...[50, 90, 99, 99.9, 100].map((percent) => percentile(times, percent)), `${sum.toFixed(2)} (${told.join(', ')})`, percentile(single, 50), percentile(single, 99)].join(' | ')} |`
  } finally {
    await producer.disconnect()
    await answers.close()
    await bed.stop(running)
  }
}

async function withCpu(
  running: Running[],
  work: () => Promise<number[]>,
): Promise<{ times: number[]; cores: Record<string, number> }> {
  const [before, began] = [bed.usage(running), performance.now()]
  const times = await work()
  const [after, took] = [bed.usage(running), (performance.now() - began) / 1_000]
  return {
    times,
    cores: Object.fromEntries(
      Object.keys(after).map((name) => [name, ((after[name] ?? 0) - (before[name] ?? 0)) / took]),
    ),
  }
}

/**
 * A retrospective run of other claims on the same database, more than it can get through; it is at work when this
 * resolves.
 */
async function startReplay(databaseUrl: string, options: string[]): Promise<Running> {
  const file = join(folder, 'replayed.jsonl')
  if (!existsSync(file))
    await writeClaims(
      file,
      pipelineClaims('coded', (SETTLE_SECONDS + seconds) * MOST_PER_SECOND, Number(values.seed) + 1),
    )
  const command = launchReplay(databaseUrl, [file, ...options])
  const ledger = await openLedger({ databaseUrl, poolSize: 1 })
  while (((await findRun(ledger, 1))?.unitsDone ?? 0) === 0 && command.exitCode === null) await pause(50)
  await ledger.destroy()
  return { name: 'replay', process: command }
}

/** Throws where it had ended: then it was not there all the time. */
async function stopReplay({ process }: Running): Promise<void> {
  if (process.exitCode !== null) throw new Error('the replay was over before the measurement')
  process.kill('SIGKILL')
  await once(process, 'exit')
}

interface Answers {
  /** When a claim was answered, by its key; it resolves then. */
  to(key: string): Promise<number>
  close(): Promise<void>
}

/** Reads a topic from its end, as soon as anything comes. */
async function listenTo(topic: string): Promise<Answers> {
  const consumer = new kafkajs.Kafka({
    clientId: 'bench',
    brokers: bed.stack.brokers,
    logLevel: kafkajs.logLevel.NOTHING,
  }).consumer({ groupId: `bench-${Date.now()}`, maxWaitTimeInMs: 100 })
  const waiting = new Map<string, PromiseWithResolvers<number>>()
  const at = (key: string): PromiseWithResolvers<number> => {
    const known = waiting.get(key) ?? Promise.withResolvers<number>()
    waiting.set(key, known)
    return known
  }
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      const now = performance.now()
      for (const { key } of batch.messages) at(String(key)).resolve(now)
    },
  })
  return { to: (key) => at(key).promise, close: () => consumer.disconnect() }
}

/** Submits each claim at its time and gives how long each took from there, in milliseconds, in no order. */
async function onSchedule(claims: Submission[], producer: EventProducer, answers: Answers): Promise<number[]> {
  const start = performance.now() + 100
  const due = (at: number): number => start + (at * 1_000) / rate
  let next = 0
  while (next < claims.length) {
    const from = next
    while (next < claims.length && due(next) <= performance.now()) next += 1
    // What has become due while a request was under way goes with the next one, as producers do it; the time counts
    // from when it was due.
    if (next > from) await producer.send(claims.slice(from, next).map(submitted))
    else await pause(1)
  }
  return Promise.all(claims.map(async ({ key }, at) => (await answers.to(key)) - due(at)))
}

async function oneByOne(claims: Submission[], producer: EventProducer, answers: Answers): Promise<number[]> {
  const times: number[] = []
  for (const claim of claims) {
    const began = performance.now()
    await producer.send([submitted(claim)])
    times.push((await answers.to(claim.key)) - began)
    await pause(20)
  }
  return times
}

function submitted(claim: Submission): Parameters<EventProducer['send']>[0][number] {
  return { topic: TOPICS.submitted, type: typeOf(TOPICS.submitted), ...claim }
}

/** By the nearest rank. */
function percentile(times: number[], percent: number): string {
  const sorted = times.toSorted((a, b) => a - b)
  return (sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0).toFixed(1)
}
