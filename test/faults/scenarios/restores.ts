import { execFileSync } from 'node:child_process'
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
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
  await postgres.start()
  await pause(6_000)
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

async function noticed(world: World, since: number): Promise<void> {
  for (
    const deadline = Date.now() + LIMIT_MS;
    logged(world, since, /this ledger is older than/) === 0;
    await pause(250)
  ) {
    if (Date.now() > deadline) {
      seen.push('findings did not notice that the ledger was restored')
      return
    }
  }
}

/** Postgres runs under an account of its own, and owns its files. */
function chownAs(from: string, to: string): void {
  execFileSync('chown', ['-R', `--reference=${join(from, 'data')}`, join(to, 'data')])
}
