/**
 * `npm run test:faults`: breaks the running system in every way that SCENARIOS lists, one after the other, while claims
 * come in, and then holds what it has done against an undisturbed audit of the same log. Exit 1 where anything is lost,
 * doubled or different.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { openKnowledge } from '@claims-audit/reference'
import { seeded } from '../protocol/claims.ts'
import { accountOf, markOf, untilQuiet } from './account.ts'
import type { Account, Mark } from './account.ts'
import { claimsAudit } from './command.ts'
import { Load } from './load.ts'
import { SCENARIOS } from './scenarios.ts'
import type { Playing, Scenario } from './scenario.ts'
import { OLDER } from './scenarios/upgrades.ts'
import { WAYS } from './services.ts'
import { openWorld } from './world.ts'
import type { World } from './world.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    mode: { type: 'string', default: 'chained' },
    older: { type: 'string' },
    kills: { type: 'string', default: '100' },
    rate: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const mode = WAYS.find((each) => each === values.mode)
if (mode === undefined) {
  console.error(`--mode takes one of: ${WAYS.join(', ')}`)
  process.exit(2)
}
const played = SCENARIOS.filter(
  ({ name, modes = WAYS }) => modes.includes(mode) && (name !== OLDER || values.older !== undefined),
)
const chosen = values.only === undefined ? played : played.filter(({ name }) => values.only?.split(',').includes(name))
if (chosen.length === 0) {
  console.error(`--only takes some of: ${played.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

/** What became of one scenario. */
interface Line extends Account {
  name: string
  what: string
  faults: number
  seconds: number
  /** Services that a probe found standing still, and ended. */
  probed: number
  broken: string[]
}

const FOLDER = '.local/faults'
mkdirSync(FOLDER, { recursive: true })
console.log(
  `${mode}, seed ${values.seed}; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; the services' log is in ${FOLDER}/services.log`,
)
writeFileSync(`${FOLDER}/services.log`, '')
const knowledge = openKnowledge()
const lines: Line[] = []
for (const [ground, scenarios] of Map.groupBy(chosen, (scenario) => scenario.ground ?? 'usual')) {
  const world = await openWorld({
    ground,
    mode,
    random: seeded(Number(values.seed)),
    logFile: `${FOLDER}/services.log`,
    log: (line) => console.log(line),
  })
  try {
    for (const scenario of scenarios) lines.push(await play(scenario, world))
  } finally {
    await world.close()
  }
}
writeFileSync(
  `${FOLDER}/report.json`,
  `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), mode, seed: values.seed, lines }, undefined, 2)}\n`,
)
console.log(table(lines))
const bad = lines.flatMap((line) => line.broken.map((each) => `${line.name}: ${each}`))
for (const each of bad.slice(0, 100)) console.log(each)
console.log(bad.length === 0 ? 'every promise held' : `${bad.length} promises broken`)
process.exit(bad.length === 0 ? 0 : 1)

async function play(scenario: Scenario, world: World): Promise<Line> {
  const [began, probed] = [Date.now(), world.services.unhealthy]
  const name = `${scenario.name}-${values.seed}`
  const mark = await world.withLedger((ledger) => markOf(world.brokers, ledger))
  const load = loadOf(world, name)
  const playing: Playing = {
    kills: Number(values.kills),
    name,
    load,
    older: values.older,
    begin: (suffix) => another(world, `${name}-${suffix}`),
  }
  const faults = await scenario.run(world, playing)
  await load.stop()
  await world.withLedger((ledger) => untilQuiet(world.brokers, ledger, mark))
  const count = (): Promise<Account> =>
    world.withLedger((ledger) =>
      accountOf({ brokers: world.brokers, ledger, knowledge, mark, acknowledged: load.acknowledged, name }),
    )
  const account = await count()
  const others = [...((await scenario.afterwards?.(world, mark, count, playing)) ?? []), ...(await reconciled(world))]
  const line = {
    name: scenario.name,
    what: scenario.what,
    faults,
    seconds: Math.round((Date.now() - began) / 1_000),
    probed: world.services.unhealthy - probed,
    ...account,
    broken: [...brokenOf(account), ...others],
  }
  console.log(
    `${line.name}: ${line.faults} faults, ${line.events} events, missing ${missingIn(line)}, duplicated ${line.duplicated.length}, different ${line.different.length}, longest stall ${stallIn(line)}, ended by a probe ${line.probed}, ${line.seconds} s`,
  )
  for (const each of line.broken.slice(0, 10)) console.log(`  ${each}`)
  return line
}

function loadOf(world: World, name: string): Load {
  return new Load({
    brokers: world.brokers,
    intakePort: world.intakePort,
    name,
    seed: Number(values.seed),
    rate: Number(values.rate),
  })
}

function another(world: World, name: string): ReturnType<Playing['begin']> {
  const load = loadOf(world, name)
  const account = (mark: Mark): Promise<string[]> =>
    world.withLedger(async (ledger) => {
      await untilQuiet(world.brokers, ledger, mark)
      return brokenOf(
        await accountOf({ brokers: world.brokers, ledger, knowledge, mark, acknowledged: load.acknowledged, name }),
      )
    })
  return { load, account }
}

/** What `claims-audit reconcile` says of the whole log. */
async function reconciled(world: World): Promise<string[]> {
  const { code, out, err } = await claimsAudit(world, 'reconcile')
  return code === 0 ? [] : [`claims-audit reconcile does not agree: ${out.slice(0, 500)}${err}`]
}

function brokenOf({ lost, missing, duplicated, different }: Account): string[] {
  return [
    ...lost.map((each) => `lost ${each}`),
    ...missing.map((each) => `missing ${each}`),
    ...duplicated.map((each) => `duplicated ${each}`),
    ...different.map((each) => `different ${each}`),
  ]
}

function missingIn({ lost, missing }: Account): number {
  return lost.length + missing.length
}

function stallIn({ longestStallMs }: Account): string {
  return `${(longestStallMs / 1_000).toFixed(1)} s`
}

/** As docs/reliability.md holds it. */
function table(lines: Line[]): string {
  const row = (cells: (string | number)[]): string => `| ${cells.join(' | ')} |`
  return [
    row([
      'scenario',
      'faults',
      'events',
      'findings',
      'corrections',
      'quarantined',
      'missing',
      'duplicated',
      'different',
      'longest stall',
    ]),
    row(['---', '--:', '--:', '--:', '--:', '--:', '--:', '--:', '--:', '--:']),
    ...lines.map((l) =>
      row([
        l.what,
        l.faults,
        l.events,
        l.findings,
        l.corrections,
        l.quarantined,
        missingIn(l),
        l.duplicated.length,
        l.different.length,
        stallIn(l),
      ]),
    ),
  ].join('\n')
}
