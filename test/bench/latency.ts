/**
 * `npm run bench -- latency`: how long a claim takes from its submission to its answer, which is published once its findings are committed. Claims are
 * submitted on a fixed schedule, each on its own, and timed from the moment at which the schedule has them, not from when they were sent: a pipeline that stands
 * still is charged for all that should have come meanwhile (no coordinated omission). Then one claim alone at a time, on an idle system; and the CPU of all.
 */
import { cpus, totalmem } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import kafkajs from 'kafkajs'
import { TOPICS, typeOf } from '@claims-audit/contracts'
import { EventProducer } from '@claims-audit/event-log'
import { CHAINED, FUSED, answered, fill, openBed } from './bed.ts'
import type { Running, Service, Submission } from './bed.ts'
import { pipelineClaims } from './pipeline-claims.ts'

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, seconds: { type: 'string', default: '30' }, rate: { type: 'string', default: '500' }, alone: { type: 'string', default: '100' }, only: { type: 'string' } },
})
const [rate, seconds, alone] = [values.rate, values.seconds, values.alone].map(Number) as [number, number, number]
/** Claims by which the processes warm up, first as fast as they come, then for a while at the measured rate. */
const WARM_UP = 5_000
const SETTLE_SECONDS = 5

const contenders: Record<string, Service[]> = { chained: CHAINED, fused: FUSED }
const bed = await openBed()
const lines: string[] = []
try {
  for (const [name, services] of Object.entries(contenders)) if (values.only === undefined || values.only === name) lines.push(await measure(name, services))
} finally {
  await bed.close()
}
console.log(`seed ${values.seed}; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; coded claims, archive on, one trace of a hundred; milliseconds from schedule to answer`)
console.log(`| | at ${rate} a second: p50 | p90 | p99 | p99.9 | longest | cores in use | one claim alone: p50 | p99 |\n|---|--:|--:|--:|--:|--:|---|--:|--:|`)
for (const line of lines) console.log(line)

async function measure(name: string, services: Service[]): Promise<string> {
  const databaseUrl = await bed.fresh()
  const settle = rate * SETTLE_SECONDS
  const drawn = [...pipelineClaims('coded', WARM_UP + settle + rate * seconds + alone, Number(values.seed))]
  await fill(bed.stack, drawn.splice(0, WARM_UP))
  const running = bed.start(services, databaseUrl)
  const answers = await listenTo(TOPICS.screened)
  const producer = new EventProducer({ cluster: bed.stack.brokers, clientId: 'bench', source: '/bench' })
  try {
    await answered(bed.stack, { output: TOPICS.screened, count: WARM_UP, archivedIn: databaseUrl })
    await onSchedule(drawn.splice(0, settle), producer, answers)
    const { times, cores } = await withCpu(running, () => onSchedule(drawn.splice(0, rate * seconds), producer, answers))
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

async function withCpu(running: Running[], work: () => Promise<number[]>): Promise<{ times: number[]; cores: Record<string, number> }> {
  const [before, began] = [bed.usage(running), performance.now()]
  const times = await work()
  const [after, took] = [bed.usage(running), (performance.now() - began) / 1_000]
  return { times, cores: Object.fromEntries(Object.keys(after).map((name) => [name, ((after[name] ?? 0) - (before[name] ?? 0)) / took])) }
}

interface Answers {
  /** When a claim was answered, by its key; it resolves then. */
  to(key: string): Promise<number>
  close(): Promise<void>
}

/** Reads a topic from its end, as soon as anything comes. */
async function listenTo(topic: string): Promise<Answers> {
  const consumer = new kafkajs.Kafka({ clientId: 'bench', brokers: bed.stack.brokers, logLevel: kafkajs.logLevel.NOTHING }).consumer({ groupId: `bench-${Date.now()}`, maxWaitTimeInMs: 100 })
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
    // What has become due while a request was under way goes with the next one, as producers do it; the time counts from when it was due.
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
