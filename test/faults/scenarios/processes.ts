import { setTimeout as pause } from 'node:timers/promises'
import { TOPICS } from '@claims-audit/contracts'
import { repeatedHops } from '../account.ts'
import type { Account, Mark } from '../account.ts'
import { between, pick, signalOne, times } from '../scenario.ts'
import type { Scenario } from '../scenario.ts'
import type { World } from '../world.ts'

/** Services are killed, stopped, joined by others, and told wrong times. */
export const PROCESSES: Scenario[] = [
  {
    name: 'calm',
    what: 'nothing breaks: duplicates, late and contradicting versions, rubbish, as in every line below',
    run: () => pause(8_000).then(() => 0),
    afterwards: tamper,
  },
  {
    name: 'kill',
    what: 'kill -9 of a service at random moments',
    run: (world, { kills }) =>
      times(kills, async () => {
        await signalOne(world, [...world.services.stages, 'intake'], 'SIGKILL')
        await between(world, 200, 2_500)
      }),
  },
  {
    name: 'terminate',
    what: 'SIGTERM in the middle of batches; nothing may be done twice',
    run: (world) =>
      times(15, async () => {
        await signalOne(world, world.services.stages, 'SIGTERM')
        await between(world, 1_000, 3_000)
      }),
    afterwards: async (world, mark) => {
      const repeated = await repeatedHops(world.brokers, mark)
      return repeated === 0 ? [] : [`${repeated} events passed a stage twice`]
    },
  },
  {
    name: 'rebalance',
    what: 'members join and leave all the time',
    run: (world) =>
      times(12, async () => {
        const name = pick(world, world.services.stages)
        const more = world.services.add(name)
        await Promise.race([more.listening, pause(10_000)])
        await between(world, 0, 1_500)
        await world.services.remove(pick(world, world.services.of(name)))
      }),
  },
  {
    name: 'clock',
    what: 'one stage’s clock is an hour ahead, another’s an hour behind',
    run: async (world) => {
      const stages = world.services.stages.filter((name) => name !== 'archive')
      const skewed = stages.map((name) =>
        world.services.add(name, { NODE_OPTIONS: clockBy(name === 'findings' ? -3_600_000 : 3_600_000) }),
      )
      const right = world.services
        .all()
        .filter((instance) => stages.some((name) => name === instance.name) && !skewed.includes(instance))
      for (const instance of right) await world.services.remove(instance)
      await pause(8_000)
      for (const { name } of right) world.services.add(name)
      for (const instance of skewed) await world.services.remove(instance)
      return skewed.length
    },
  },
]

/**
 * An account that notices nothing proves nothing: takes an outcome away and changes a finding, sees whether it says so,
 * and puts both back.
 */
async function tamper(world: World, mark: Mark, recount: () => Promise<Account>): Promise<string[]> {
  const partition = Math.min(...mark.first.keys())
  const outcome = [TOPICS.submitted, partition, String(mark.first.get(partition) ?? 0n)]
  const away =
    'update claim_outcome set origin_partition = origin_partition + $4 where epoch = $5 and origin_topic = $1 and origin_partition = $2 and origin_offset = $3'
  return world.withLedger(async (ledger) => {
    await ledger.query(away, [...outcome, 1_000, mark.epoch])
    const [changed]: (Record<string, unknown> & { severity: string })[] = await ledger.query(
      `select tenant, claim_id, version, revision, body::jsonb #>> '{findings,0,severity}' as severity from audited_claim where outcome = 'findings' order by recorded_at desc limit 1`,
    )
    const { severity: was, ...key } = changed ?? {}
    const setSeverity = (severity: unknown): Promise<unknown> =>
      ledger.query(
        `update audited_claim set body = jsonb_set(body::jsonb, '{findings,0,severity}', to_jsonb($5::text))::text where (tenant, claim_id, version, revision) = ($1, $2, $3, $4)`,
        [...Object.values(key), severity],
      )
    await setSeverity('tampered')
    const { missing, different } = await recount()
    await setSeverity(was)
    await ledger.query(away, [TOPICS.submitted, partition + 1_000, outcome[2], -1_000, mark.epoch])
    return [
      ...(missing.length === 1 ? [] : [`an outcome was taken away, and the account misses ${missing.length}`]),
      ...(different.length === 1 ? [] : [`a finding was changed, and the account sees ${different.length}`]),
    ]
  })
}

/** For NODE_OPTIONS: every clock that JavaScript reads is off by so much. */
function clockBy(ms: number): string {
  const code = `const now=Date.now;const Real=Date;globalThis.Date=class extends Real{constructor(...a){if(a.length)super(...a);else super(now()+${ms})}static now(){return now()+${ms}}}`
  return `--import=data:text/javascript,${encodeURIComponent(code)}`
}
