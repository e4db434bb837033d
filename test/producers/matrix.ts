/**
 * `npm run test:producers`: producers (kafkajs, librdkafka, Java's own client) by codec, idempotent or in a
 * transaction, with and without CloudEvents headers, send claims to the running chained pipeline. Then the Python
 * sender of the examples sends one and applies its correction. Exit 1 where a claim is not audited or not corrected, or
 * where `reconcile` misses other offsets than those that the marks of transactions take.
 */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { SubmittedClaim } from '@claims-audit/contracts'
import { TOPICS, claimKey, typeOf } from '@claims-audit/contracts'
import { logRange, readAll } from '@claims-audit/event-log'
import { pythonOf } from '../conformance/python.ts'
import { syntheticClaims } from '../e2e/synthetic-claims.ts'
import { openWorld } from '../faults/world.ts'
import type { World } from '../faults/world.ts'
import { seeded } from '../protocol/claims.ts'
import { pythonSends } from '../sender/python-sender.ts'
import { sendCompressed } from './packed.ts'
import type { Packing } from './packed.ts'
import { javaCommand, lineOf, produce } from './programs.ts'

const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
const MODES = ['idempotent', 'transactional'] as const
const CLAIMS_EACH = 25
const TOPIC = TOPICS.submitted

interface Message {
  key: string
  value: string
  headers: Record<string, string>
}

interface Way {
  codec: Packing | 'none'
  mode: (typeof MODES)[number]
}

type Send = (brokers: string[], way: Way, messages: Message[]) => Promise<void>

const execute = promisify(execFile)
const python = await pythonOf(fileURLToPath(new URL('requirements.txt', import.meta.url)), 'producers')
const CLIENTS: Record<string, Send> = {
  kafkajs: (brokers, { codec, mode }, messages) =>
    sendCompressed(brokers, TOPIC, codec, messages, {
      settings: {
        idempotent: true,
        maxInFlightRequests: 1,
        ...(mode === 'transactional' && { transactionalId: randomUUID() }),
      },
    }),
  librdkafka: byProgram([python, fileURLToPath(new URL('produce.py', import.meta.url))]),
  Java: byProgram(await javaCommand()),
}

/** Java and librdkafka have the same names for their settings. */
function byProgram(command: string[]): Send {
  return (brokers, { codec, mode }, messages) => {
    const settings = {
      'compression.type': codec,
      'linger.ms': '200',
      'enable.idempotence': 'true',
      ...(mode === 'transactional' && { 'transactional.id': randomUUID() }),
    }
    return produce(command, {
      brokers,
      topic: TOPIC,
      settings,
      lines: messages.map(({ key, value, headers }) => lineOf(key, value, headers)),
    })
  }
}

const cloudEvent = (): Record<string, string> => ({
  ce_specversion: '1.0',
  ce_id: randomUUID(),
  ce_type: typeOf(TOPIC),
  ce_source: '/upstream',
})

function messageOf(claim: SubmittedClaim, hasEnvelope: boolean): Message {
  return {
    key: claimKey(claim.tenant ?? 'default', claim.claimId),
    value: JSON.stringify(claim),
    headers: hasEnvelope ? cloudEvent() : {},
  }
}

interface Cell extends Way {
  client: string
  envelope: boolean
  name: string
}

const cells: Cell[] = Object.keys(CLIENTS).flatMap((client) =>
  CODECS.flatMap((codec) =>
    MODES.flatMap((mode) =>
      [true, false].map((envelope) => ({
        client,
        codec,
        mode,
        envelope,
        name: `${client}-${codec}-${mode}-${envelope ? 'ce' : 'bare'}`,
      })),
    ),
  ),
)

/**
 * Claims of each cell that have a result, by the cell's name. Resolves when all have one, or when nothing has come for
 * a while.
 */
async function audited(world: World): Promise<Map<string, number>> {
  const limitMs = 30_000
  let [before, movedAt] = [-1, Date.now()]
  for (;;) {
    const rows: { name: string; claims: number }[] = await world.withLedger((ledger) =>
      ledger.query(
        `select regexp_replace(claim_id, '-[^-]*$', '') as name, count(*)::int as claims from recorded_outcome
         where outcome in ('clean', 'findings') group by 1`,
      ),
    )
    const sum = rows.reduce((all, { claims }) => all + claims, 0)
    if (sum !== before) [before, movedAt] = [sum, Date.now()]
    if (sum >= cells.length * CLAIMS_EACH || Date.now() - movedAt > limitMs)
      return new Map(rows.map(({ name, claims }) => [name, claims]))
    await pause(250)
  }
}

/** Offsets that `reconcile` misses, and those of the log that hold no message: the marks of transactions. */
async function reconciled({ brokers, servers }: World): Promise<{ missing: string[]; marks: string[] }> {
  const env = { ...process.env, NODE_OPTIONS: '', KAFKA_BROKERS: brokers.join(','), DATABASE_URL: servers.databaseUrl }
  const { stdout } = await execute(process.execPath, ['apps/cli/bin/claims-audit.js', 'reconcile'], { env }).catch(
    (failed: { stdout: string }) => failed,
  )
  const accounts = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { partition: number; missing: Span[]; open: Span[] })
  const missing = accounts.flatMap(({ partition, missing, open }) =>
    [...missing, ...open].flatMap((span) => offsetsOf(partition, span)),
  )
  const held = new Set((await readAll(brokers, TOPIC)).map(({ partition, offset }) => `${partition}/${offset}`))
  const all = (await logRange(brokers, TOPIC)).flatMap(({ partition, low, high }) =>
    low === high ? [] : offsetsOf(partition, { first: low, last: String(BigInt(high) - 1n) }),
  )
  return { missing, marks: all.filter((position) => !held.has(position)) }
}

interface Span {
  first: string
  last: string
}

const offsetsOf = (partition: number, { first, last }: Span): string[] =>
  Array.from(
    { length: Number(BigInt(last) - BigInt(first)) + 1 },
    (_, at) => `${partition}/${BigInt(first) + BigInt(at)}`,
  )

mkdirSync('.local/producers', { recursive: true })
const world = await openWorld({
  mode: 'chained',
  ground: 'usual',
  random: seeded(1),
  logFile: '.local/producers/services.log',
  log: (line) => console.log(line),
})
try {
  for (const [at, { client, codec, mode, envelope, name }] of cells.entries()) {
    const messages = [...syntheticClaims(CLAIMS_EACH, at + 1, name)].map((claim) => messageOf(claim, envelope))
    await (CLIENTS[client] as Send)(world.brokers, { codec, mode }, messages)
  }
  const found = await audited(world)
  const { missing, marks } = await reconciled(world)
  console.log(table(found))
  const others = missing.filter((position) => !marks.includes(position))
  console.log(
    `reconcile misses ${missing.length - others.length} of the ${marks.length} offsets that marks of transactions take, ` +
      `and ${others.length} others`,
  )
  const isWhole = cells.every(({ name }) => found.get(name) === CLAIMS_EACH) && others.length === 0
  console.log(isWhole ? 'every claim was audited' : 'claims are missing')
  const sent = await pythonSends(world.brokers)
  const isApplied = sent?.version === 2 && sent.diagnoses[0]?.code === 'M43.02'
  console.log(
    isApplied ? 'the Python sender applied its correction' : 'the Python sender has not applied its correction',
  )
  process.exitCode = isWhole && isApplied ? 0 : 1
} finally {
  await world.close()
}

function table(found: Map<string, number>): string {
  const row = (texts: string[]): string => `| ${texts.join(' | ')} |`
  const columns = MODES.flatMap((mode) => [true, false].map((envelope) => ({ mode, envelope })))
  const lines = Object.keys(CLIENTS).flatMap((client) =>
    CODECS.map((codec) => {
      const audited = columns.map(
        ({ mode, envelope }) => found.get(`${client}-${codec}-${mode}-${envelope ? 'ce' : 'bare'}`) ?? 0,
      )
      return row([client, codec, ...audited.map((claims) => `${claims} of ${CLAIMS_EACH}`)])
    }),
  )
  return [
    row(['client', 'codec', ...columns.map(({ mode, envelope }) => `${mode}, ${envelope ? 'CloudEvents' : 'bare'}`)]),
    row(['---', '---', '--:', '--:', '--:', '--:']),
    ...lines,
  ].join('\n')
}
