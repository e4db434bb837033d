import { setTimeout as pause } from 'node:timers/promises'
import { TOPICS } from '@claims-audit/contracts'
import { setTopic } from '../broker.ts'
import { logLength, logged, times } from '../scenario.ts'
import type { Scenario } from '../scenario.ts'
import type { Ledger, World } from '../world.ts'

/** A topic, a table or the database says no. */
export const REFUSALS: Scenario[] = [
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
      await world.withLedger((ledger) =>
        ledger.query(`alter database claims_audit set default_transaction_isolation = 'serializable'`),
      )
      world.servers.postgres.proxy.cut()
      await pause(8_000)
      await world.withLedger((ledger) =>
        ledger.query('alter database claims_audit reset default_transaction_isolation'),
      )
      world.servers.postgres.proxy.cut()
      return logged(world, since, /40P01|40001/)
    },
  },
  {
    name: 'refused',
    what: 'Postgres refuses: another password, then another name of the database, then no statement may last longer than 1 ms',
    run: refuse,
    afterwards: async () => unsaid.splice(0),
  },
]

const REFUSED_MS = 6_000
/** Between two refusals, for the waits have grown to some seconds. */
const RECOVERED_MS = 5_000

/** Refusals that findings was not unready for, by their code. */
const unsaid: string[] = []

/** By sessions that stay: a new connection is refused, as the services are. */
async function refuse(world: World): Promise<number> {
  const { proxy } = world.servers.postgres
  const { password, pathname } = new URL(world.servers.databaseUrl)
  const name = pathname.slice(1)
  const meanwhile = async (code: string): Promise<void> => {
    proxy.cut()
    await pause(REFUSED_MS)
    const ready = await world.services.of('findings')[0]?.readiness()
    if (ready?.status !== 503 || !ready.reason.includes(code))
      unsaid.push(`findings was ${ready?.status} (${ready?.reason}) while Postgres refused with ${code}`)
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

/**
 * Two lanes in the order that the services never use, and long enough for Postgres to see who waits for whom
 * (deadlock_timeout is 1 s).
 */
async function lockCrosswise(ledger: Ledger, at: number): Promise<void> {
  const lanes = Array.from({ length: 256 }, (_, lane) => 255 - lane).filter((lane) => lane % 4 === at % 4)
  await ledger
    .transaction(async (session) => {
      for (const lane of lanes) await session.query('select pg_advisory_xact_lock(7302044, $1)', [lane])
    })
    .catch(() => undefined)
}
