import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { TOPICS } from '@claims-audit/contracts'
import { repeatedHops } from './account.ts'
import type { Account, Mark } from './account.ts'
import { sendBombs, sendDense, sendInAllCodecs, sendOversized, setTopic } from './broker.ts'
import type { Server } from './servers.ts'
import { STAGES } from './services.ts'
import type { ServiceName } from './services.ts'
import { fillDisk } from './small-disk.ts'
import type { Ground, Ledger, World } from './world.ts'

/** A way to break the system while it works. */
export interface Scenario {
  name: string
  /** One line for the report. */
  what: string
  /** Where it needs another ground than the usual one. */
  ground?: Ground
  /** Does it, and says how many faults that were. */
  run(world: World, options: { kills: number; name: string; acknowledged: Set<string> }): Promise<number>
  /** What else must hold afterwards, beside the account: gives what does not. `recount` takes the account again. */
  afterwards?(world: World, mark: Mark, recount: () => Promise<Account>): Promise<string[]>
}

const pick = <T>(world: World, items: readonly T[]): T => items[Math.floor(world.random() * items.length)] as T
const between = (world: World, least: number, most: number): Promise<void> => pause(least + world.random() * (most - least))

async function times(count: number, work: (at: number) => Promise<unknown>): Promise<number> {
  for (let at = 0; at < count; at += 1) await work(at)
  return count
}

const SERVICES: readonly ServiceName[] = [...STAGES, 'intake']

async function signalOne(world: World, names: readonly ServiceName[], signal: NodeJS.Signals): Promise<void> {
  pick(world, world.services.of(pick(world, names)))?.kill(signal)
}

/** Lines of the services' log since a place in it, that match. */
function logged(world: World, since: number, pattern: RegExp): number {
  return readFileSync(world.logFile, 'utf8').slice(since).split('\n').filter((line) => pattern.test(line)).length
}

const logLength = (world: World): number => readFileSync(world.logFile, 'utf8').length

/** How often a probe had ended a service when the large claims came. */
let probedBefore = 0

export const SCENARIOS: Scenario[] = [
  { name: 'calm', what: 'nothing breaks: duplicates, late and contradicting versions, rubbish, as in every line below', run: () => pause(8_000).then(() => 0), afterwards: tamper },
  {
    name: 'kill',
    what: 'kill -9 of a service at random moments',
    run: (world, { kills }) => times(kills, async () => {
      await signalOne(world, SERVICES, 'SIGKILL')
      await between(world, 200, 2_500)
    }),
  },
  {
    name: 'terminate',
    what: 'SIGTERM in the middle of batches; nothing may be done twice',
    run: (world) => times(15, async () => {
      await signalOne(world, STAGES, 'SIGTERM')
      await between(world, 1_000, 3_000)
    }),
    afterwards: async (world, mark) => {
      const repeated = await repeatedHops(world.brokers, mark)
      return repeated === 0 ? [] : [`${repeated} events passed a hop twice`]
    },
  },
  {
    name: 'broker',
    what: 'the broker is restarted, then killed',
    run: ({ servers: { brokers } }) => restartThenKill(brokers[0] as Server, 5_000),
  },
  {
    name: 'postgres',
    what: 'Postgres is restarted, then killed',
    run: ({ servers: { postgres } }) => restartThenKill(postgres, 4_000),
  },
  {
    name: 'cut',
    what: 'every connection to Postgres, or to Kafka, is reset in the middle of what it carries',
    run: (world) => times(40, async (at) => {
      const { brokers, postgres } = world.servers
      for (const { proxy } of at % 4 === 0 ? brokers : [postgres]) proxy.cut()
      await between(world, 100, 600)
    }),
  },
  {
    name: 'half-open',
    what: 'every connection to Postgres, then to Kafka, goes silent without an end',
    run: async ({ servers: { brokers, postgres } }) => {
      postgres.proxy.freeze()
      await pause(5_000)
      for (const { proxy } of brokers) proxy.freeze()
      await pause(5_000)
      return 2
    },
  },
  {
    name: 'rebalance',
    what: 'members join and leave all the time',
    run: (world) => times(12, async () => {
      const name = pick(world, STAGES)
      const more = world.services.add(name)
      await Promise.race([more.listening, pause(10_000)])
      await between(world, 0, 1_500)
      await world.services.remove(pick(world, world.services.of(name)))
    }),
  },
  {
    name: 'quarantine',
    what: 'the quarantine’s topic takes nothing for a while, then its table is away',
    run: async (world) => {
      await setTopic(world.brokers, TOPICS.quarantined, 'max.message.bytes', '1')
      await pause(8_000)
      await setTopic(world.brokers, TOPICS.quarantined, 'max.message.bytes', String(9 << 20))
      await world.withLedger((ledger) => ledger.query('alter table quarantine rename to quarantine_away'))
      await pause(8_000)
      await world.withLedger((ledger) => ledger.query('alter table quarantine_away rename to quarantine'))
      return 2
    },
  },
  {
    name: 'deadlock',
    what: 'another session takes the claims’ locks crosswise; then all transactions are serializable, and collide',
    run: async (world) => {
      const since = logLength(world)
      await world.withLedger((ledger) => times(15, (at) => lockCrosswise(ledger, at)))
      await world.withLedger((ledger) => ledger.query(`alter database claims_audit set default_transaction_isolation = 'serializable'`))
      world.servers.postgres.proxy.cut()
      await pause(8_000)
      await world.withLedger((ledger) => ledger.query('alter database claims_audit reset default_transaction_isolation'))
      world.servers.postgres.proxy.cut()
      return logged(world, since, /40P01|40001/)
    },
  },
  {
    name: 'slow-postgres',
    what: 'every answer of Postgres takes 300 ms longer',
    run: async ({ servers: { postgres } }) => {
      postgres.proxy.slow(300)
      await pause(15_000)
      postgres.proxy.slow(0)
      return 1
    },
  },
  {
    name: 'oversized',
    what: 'events of 5 MB, compressed to almost nothing, among the others',
    run: async (world) => {
      await times(5, () => sendOversized(world.brokers).then(() => pause(500)))
      return 5
    },
  },
  {
    name: 'clock',
    what: 'one stage’s clock is an hour ahead, another’s an hour behind',
    run: async (world) => {
      const skewed = [world.services.add('drg', { NODE_OPTIONS: clockBy(3_600_000) }), world.services.add('findings', { NODE_OPTIONS: clockBy(-3_600_000) }), world.services.add('code-validation', { NODE_OPTIONS: clockBy(3_600_000) })]
      const right = world.services.all().filter((instance) => ['drg', 'findings', 'code-validation'].includes(instance.name) && !skewed.includes(instance))
      for (const instance of right) await world.services.remove(instance)
      await pause(8_000)
      for (const name of ['drg', 'findings', 'code-validation'] as const) world.services.add(name)
      for (const instance of skewed) await world.services.remove(instance)
      return skewed.length
    },
  },
  {
    name: 'disk',
    what: 'the disk under Postgres is full for a while, then the one under Kafka',
    ground: 'small-disk',
    run: async ({ servers: { brokers, postgres, folder } }) => {
      await fillDisk(join(folder, 'postgres'), postgres)
      await pause(5_000)
      for (const kafka of brokers) await fillDisk(join(folder, 'kafka-1'), kafka)
      return 2
    },
  },
  {
    name: 'cluster',
    what: 'of three brokers one is killed, and comes back; then the next',
    ground: 'cluster',
    run: async ({ servers: { brokers } }) => {
      for (const broker of brokers) {
        await pause(4_000)
        await broker.kill()
        await pause(6_000)
        await broker.start()
      }
      return brokers.length
    },
  },
  {
    name: 'large',
    what: 'valid claims of 3.9 MB whose notes are dense with findings, two for each partition, while other work takes both cores',
    run: async (world, { name, acknowledged }) => {
      probedBefore = world.services.unhealthy
      const others = Array.from({ length: 2 }, () => spawn(process.execPath, ['-e', 'for (;;);']))
      for (const id of await sendDense(world.brokers, name, 2)) acknowledged.add(id)
      await pause(40_000)
      for (const other of others) other.kill()
      return 8
    },
    afterwards: async ({ services }) => (services.unhealthy === probedBefore ? [] : [`a probe ended ${services.unhealthy - probedBefore} services`]),
  },
  {
    name: 'refused',
    what: 'Postgres refuses: another password, then another name of the database, then no statement may last longer than 1 ms',
    run: refuse,
    afterwards: async () => unsaid.splice(0),
  },
  {
    name: 'codecs',
    what: 'batches of every codec among the others, and some that cannot be unpacked',
    run: (world) => times(5, () => sendInAllCodecs(world.brokers).then(() => pause(1_000))),
  },
  {
    name: 'bomb',
    what: 'batches of gzip and zstd that unpack to a gigabyte, among the others',
    run: (world) => times(2, async (at) => {
      await pause(2_000)
      await sendBombs(world.brokers, at % 2 === 0 ? 'gzip' : 'zstd')
    }),
  },
]

const REFUSED_MS = 6_000
/** Between two refusals, for the waits have grown to some seconds. */
const RECOVERED_MS = 5_000

/** Refusals that findings was not unready for, by their code. */
const unsaid: string[] = []

/** By sessions that stay: whoever connects anew is refused, as the services are. */
async function refuse(world: World): Promise<number> {
  const { proxy } = world.servers.postgres
  const { password, pathname } = new URL(world.servers.databaseUrl)
  const name = pathname.slice(1)
  const meanwhile = async (code: string): Promise<void> => {
    proxy.cut()
    await pause(REFUSED_MS)
    const ready = await world.services.of('findings')[0]?.readiness()
    if (ready?.status !== 503 || !ready.reason.includes(code)) unsaid.push(`findings was ${ready?.status} (${ready?.reason}) while Postgres refused with ${code}`)
  }
  await pause(RECOVERED_MS)
  await world.withLedger(async (ledger) => {
    const session = ledger.createQueryRunner()
    await session.query(`alter role current_user password 'another'`)
    await meanwhile('28P01')
    await session.query(`alter role current_user password '${password}'`)
    await session.release()
  })
  await pause(RECOVERED_MS)
  await world.withLedger(async (ledger) => {
    const session = ledger.createQueryRunner()
    const rename = async (from: string, to: string): Promise<void> => {
      await session.query(`alter database ${from} allow_connections false`)
      await session.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [from])
      await session.query(`alter database ${from} rename to ${to}`)
      await session.query(`alter database ${to} allow_connections true`)
    }
    await rename(name, `${name}_away`)
    await meanwhile('3D000')
    await rename(`${name}_away`, name)
    await session.release()
  }, 'postgres')
  await pause(RECOVERED_MS)
  await world.withLedger((ledger) => ledger.query(`alter role current_user set statement_timeout = '1ms'`))
  await meanwhile('57014')
  await world.withLedger((ledger) => ledger.query('alter role current_user reset statement_timeout'))
  proxy.cut()
  await pause(RECOVERED_MS)
  return 3
}

/** Away for three seconds each time, and up for `betweenMs` in the meantime. */
async function restartThenKill(server: Server, betweenMs: number): Promise<number> {
  await server.stop()
  await pause(3_000)
  await server.start()
  await pause(betweenMs)
  await server.kill()
  await pause(3_000)
  await server.start()
  return 2
}

/** An account that notices nothing proves nothing: takes an outcome away and changes a finding, sees whether it says so, and puts both back. */
async function tamper(world: World, mark: Mark, recount: () => Promise<Account>): Promise<string[]> {
  const partition = Math.min(...mark.keys())
  const outcome = [TOPICS.submitted, partition, String(mark.get(partition) ?? 0n)]
  const away = 'update outcome set origin_partition = origin_partition + $4 where origin_topic = $1 and origin_partition = $2 and origin_offset = $3'
  return world.withLedger(async (ledger) => {
    await ledger.query(away, [...outcome, 1_000])
    // Two revisions of a claim have the same finding by the same id: one row is named by its whole key.
    const [changed]: (Record<string, unknown> & { severity: string })[] = await ledger.query(
      `select tenant, claim_id, run, version, revision, finding_id, body->>'severity' as severity from finding order by recorded_at desc limit 1`,
    )
    const { severity: was, ...key } = changed ?? {}
    const setSeverity = (severity: unknown): Promise<unknown> =>
      ledger.query(`update finding set body = jsonb_set(body, '{severity}', to_jsonb($7::text)) where (tenant, claim_id, run, version, revision, finding_id) = ($1, $2, $3, $4, $5, $6)`, [...Object.values(key), severity])
    await setSeverity('tampered')
    const { missing, different } = await recount()
    await setSeverity(was)
    await ledger.query(away, [TOPICS.submitted, partition + 1_000, outcome[2], -1_000])
    return [...(missing.length === 1 ? [] : [`an outcome was taken away, and the account misses ${missing.length}`]), ...(different.length === 1 ? [] : [`a finding was changed, and the account sees ${different.length}`])]
  })
}

/** Two lanes in the order that the services never use, and long enough for Postgres to see who waits for whom (deadlock_timeout is 1 s). */
async function lockCrosswise(ledger: Ledger, at: number): Promise<void> {
  const lanes = Array.from({ length: 256 }, (_, lane) => 255 - lane).filter((lane) => lane % 4 === at % 4)
  await ledger
    .transaction(async (session) => {
      for (const lane of lanes) await session.query('select pg_advisory_xact_lock(7302044, $1)', [lane])
    })
    .catch(() => undefined)
}

/** For NODE_OPTIONS: every clock that JavaScript reads is off by so much. */
function clockBy(ms: number): string {
  const code = `const now=Date.now;const Real=Date;globalThis.Date=class extends Real{constructor(...a){if(a.length)super(...a);else super(now()+${ms})}static now(){return now()+${ms}}}`
  return `--import=data:text/javascript,${encodeURIComponent(code)}`
}
