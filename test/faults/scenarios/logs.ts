import { setTimeout as pause } from 'node:timers/promises'
import { TOPICS } from '@claims-audit/contracts'
import { createTopics } from '@claims-audit/event-log'
import { freshLog } from '../../fresh-log.ts'
import { markOf } from '../account.ts'
import { admin, copiesOf, dropUpTo, sendCopies } from '../broker.ts'
import { claimsAudit } from '../command.ts'
import { pick, times } from '../scenario.ts'
import type { Playing, Scenario } from '../scenario.ts'
import type { World } from '../world.ts'

/** Where there are stages to forge. */
const CHAINED = ['chained', 'instances'] as const

/** The log itself: made again, lost with its cluster, cut off by retention, or written to by strangers. */
export const LOGS: Scenario[] = [
  {
    name: 'new-topic',
    what: 'claims.submitted is deleted and made again under the running pipeline; new claims stand at old offsets',
    run: () => pause(3_000).then(() => 1),
    afterwards: (world, _mark, _recount, playing) => anotherLog(world, playing, () => remake(world)),
  },
  {
    name: 'new-topics',
    what: 'the same twice, before anybody has accepted the first: its results are on their way',
    modes: CHAINED,
    run: () => pause(3_000).then(() => 2),
    afterwards: (world, _mark, _recount, playing) =>
      anotherLog(world, playing, async () => {
        await remake(world)
        const between = playing.begin('between')
        await pause(2_000)
        await between.load.stop()
        await remake(world)
      }),
  },
  {
    name: 'new-cluster',
    what: 'all of Kafka is lost, topics, offsets and groups; Postgres is kept',
    run: () => pause(3_000).then(() => 1),
    afterwards: (world, _mark, _recount, playing) =>
      anotherLog(world, playing, async () => {
        await world.services.removeAll()
        await freshLog(world.brokers)
        world.services.addAll()
        // Who records waits for a person before it is ready.
        await Promise.all(
          world.services
            .all()
            .filter(({ name }) => name === 'intake')
            .map(({ listening }) => listening),
        )
      }),
  },
  {
    name: 'forged',
    what: 'results, validated claims and quarantined events that no stage wrote, at positions that the next claims will have',
    modes: CHAINED,
    run: (world) =>
      times(20, () =>
        copiesOf(world.brokers, pick(world, INTERNAL))
          .then((copies) => sendCopies(world.brokers, copies))
          .then(() => pause(300)),
      ),
    afterwards: async (world) => refusedAtAll(world),
  },
  {
    name: 'mirrored',
    what: 'the same without a signing key: what was copied from another cluster, or is as an older release wrote it',
    ground: 'unsigned',
    modes: CHAINED,
    run: (world) =>
      times(20, async (at) => {
        const log = at % 2 === 0 ? 'another-cluster.another-topic' : undefined
        await sendCopies(world.brokers, await copiesOf(world.brokers, pick(world, INTERNAL)), { log })
        await pause(300)
      }),
    afterwards: async (world) => refusedAtAll(world),
  },
  {
    name: 'retention',
    what: 'the first stage is away, and retention removes what it has not read; the archive has it',
    run: () => pause(3_000).then(() => 1),
    afterwards: expired,
  },
]

async function remake({ brokers }: World): Promise<void> {
  await admin(brokers, (client) => client.deleteTopics({ topics: [TOPICS.submitted] }))
  await createTopics(brokers)
}

const INTERNAL = [TOPICS.audited, TOPICS.validated, TOPICS.quarantined]

/** New claims come on another log: nothing is answered or recorded until somebody accepts it, and then all of it is. */
async function anotherLog(world: World, playing: Playing, replace: () => Promise<void>): Promise<string[]> {
  const broken: string[] = []
  const before = await rows(world)
  await replace()
  const again = playing.begin('again')
  await pause(4_000)
  await again.load.stop()
  if (!(await comesTrue(() => saysAnotherLog(world)))) broken.push('findings did not become unready for another log')
  const told = await claimsAudit(world, 'reconcile')
  if (told.code !== 1 || !told.err.includes('another log'))
    broken.push(`reconcile ended with ${told.code}: ${told.err}`)
  if ((await rows(world)) !== before) broken.push('something was recorded of another log before it was accepted')
  await claimsAudit(world, 'ledger', 'accept-log', '--note', 'a fault scenario')
  const mark = await world.withLedger((ledger) => markOf(world.brokers, ledger, 'low'))
  return [...broken, ...(await again.account(mark))]
}

const saysAnotherLog = async (world: World): Promise<boolean> => {
  const answers = await Promise.all(
    world.services.of('findings').map((instance) => instance.readiness().catch(() => undefined)),
  )
  // One that has not begun to listen yet waits for the same.
  return answers.every(
    (answer) => answer === undefined || (answer.status === 503 && answer.reason.includes('AnotherLog')),
  )
}

const LIMIT_MS = 60_000

async function comesTrue(holds: () => Promise<boolean>): Promise<boolean> {
  for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline; await pause(250)) if (await holds()) return true
  return false
}

async function rows(world: World): Promise<string> {
  return world.withLedger(async (ledger) => {
    const [row]: { rows: string }[] = await ledger.query(
      'select concat((select count(*) from recorded_outcome), (select count(*) from recorded_claim), (select count(*) from quarantine), (select count(*) from archived_block)) as rows',
    )
    return row?.rows ?? ''
  })
}

/** Each was quarantined in its own place. */
async function refusedAtAll(world: World): Promise<string[]> {
  const [row] = await world.withLedger<{ foreign: number }[]>((ledger) =>
    ledger.query(`select count(*)::int as foreign from quarantine where origin_topic <> $1`, [TOPICS.submitted]),
  )
  return (row?.foreign ?? 0) >= 20 ? [] : [`only ${row?.foreign} forged messages were quarantined`]
}

/** What expired unread is found, told as lost, and brought back from the archive. */
async function expired(world: World, _mark: unknown, _recount: unknown, playing: Playing): Promise<string[]> {
  const broken: string[] = []
  const first = world.services.firstStage
  const away = world.services.of(first)
  for (const instance of away) await world.services.remove(instance)
  const again = playing.begin('again')
  await pause(4_000)
  await again.load.stop()
  const dropped = await dropUpTo(world.brokers, TOPICS.submitted, () => archivedAll(world))
  for (const { name } of away) world.services.add(name)
  const lost = (): Promise<number> => lostOffsets(world)
  if (!(await comesTrue(async () => (await lost()) === dropped.events)))
    broken.push(`reconcile tells ${await lost()} lost offsets, not ${dropped.events}`)
  if (!(await comesTrue(() => isRecordedAsLost(world)))) broken.push('no stage recorded what expired')
  const mark = await world.withLedger((ledger) => markOf(world.brokers, ledger, 'low'))
  const resubmitted = await claimsAudit(world, 'resubmit', '--missing')
  if (resubmitted.code !== 0)
    broken.push(`resubmit ended with ${resubmitted.code}: ${resubmitted.out}${resubmitted.err}`)
  return [...broken, ...(await again.account(mark))]
}

async function isRecordedAsLost(world: World): Promise<boolean> {
  const [row] = await world.withLedger<{ some: boolean }[]>((ledger) =>
    ledger.query(`select exists (select from accounted_span where kind = 'lost') as some`),
  )
  return row?.some === true
}

async function lostOffsets(world: World): Promise<number> {
  const { out } = await claimsAudit(world, 'reconcile')
  const accounts = out
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { lost: { first: string; last: string }[] })
  return accounts
    .flatMap(({ lost }) => lost)
    .reduce((sum, { first, last }) => sum + Number(BigInt(last) - BigInt(first)) + 1, 0)
}

async function archivedAll(world: World): Promise<Map<number, string>> {
  return world.withLedger(async (ledger) => {
    const found: { partition: number; next: string }[] = await ledger.query(
      `select partition, (max(last_offset) + 1)::text as next from archived_block where topic = $1 and epoch = (select coalesce(max(epoch), 1) from log_epoch) group by partition`,
      [TOPICS.submitted],
    )
    return new Map(found.map(({ partition, next }) => [partition, next]))
  })
}
