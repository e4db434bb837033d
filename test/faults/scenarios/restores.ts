import { execFileSync } from 'node:child_process'
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { TOPICS } from '@claims-audit/contracts'
import { logRange } from '@claims-audit/event-log'
import { claimsAudit } from '../command.ts'
import { logged, logLength } from '../scenario.ts'
import type { Scenario } from '../scenario.ts'
import type { World } from '../world.ts'

/** What the drill saw that it must not. */
const seen: string[] = []

/** The ledger is put back to what it was a while ago. */
export const RESTORES: Scenario[] = [
  {
    name: 'restored',
    what: 'Postgres is restored from a backup that is seconds old, and the ledger accepted as that',
    run: drill,
    afterwards: async () => seen.splice(0),
  },
]

const LIMIT_MS = 60_000

async function drill(world: World): Promise<number> {
  const { postgres, folder } = world.servers
  const [data, backup] = [join(folder, 'postgres'), join(folder, 'postgres-backup')]
  await pause(4_000)
  await postgres.stop()
  await cp(data, backup, { recursive: true, preserveTimestamps: true })
  chownAs(data, backup)
  const before = await published(world)
  await postgres.start()
  await until(async () => (await published(world)) > before + A_FEW, 'nothing was published after the backup')
  await world.services.removeAll()
  await postgres.stop()
  await rm(data, { recursive: true })
  await cp(backup, data, { recursive: true, preserveTimestamps: true })
  chownAs(backup, data)
  await rm(backup, { recursive: true })
  await postgres.start()
  const since = logLength(world)
  world.services.addAll()
  await noticed(world, since)
  await world.services.removeAll()
  const accepted = await claimsAudit(world, 'ledger', 'accept-restore', '--note', 'a fault scenario')
  if (accepted.code !== 0) seen.push(`accept-restore ended with ${accepted.code}: ${accepted.err}`)
  world.services.addAll()
  await pause(3_000)
  return 1
}

const noticed = (world: World, since: number): Promise<void> =>
  until(async () => logged(world, since, /this ledger is older than/) > 0, 'findings did not notice the restore')

/** Events on the topics that tell of the ledger. */
const A_FEW = 20
async function published({ brokers }: World): Promise<number> {
  const ranges = await Promise.all([TOPICS.screened, TOPICS.corrections].map((topic) => logRange(brokers, topic)))
  return ranges.flat().reduce((sum, { high }) => sum + Number(high), 0)
}

async function until(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
  for (const deadline = Date.now() + LIMIT_MS; !(await holds()); await pause(250)) {
    if (Date.now() < deadline) continue
    seen.push(otherwise)
    return
  }
}

/** Postgres runs under an account of its own, and owns its files. */
function chownAs(from: string, to: string): void {
  execFileSync('chown', ['-R', `--reference=${join(from, 'data')}`, join(to, 'data')])
}
