import { setTimeout as pause } from 'node:timers/promises'
import { ledgerForm } from '@claims-audit/ledger'
import { claimsAudit, startCommand } from '../command.ts'
import { between } from '../scenario.ts'
import type { Scenario } from '../scenario.ts'
import type { Ledger, World } from '../world.ts'

/** A checkout of an older release, installed and built: `--older DIR`. */
export const OLDER = 'older'

/** What an upgrade did that it must not. */
const seen: string[] = []

/** Stages of two releases beside each other, and what comes after them. */
export const UPGRADES: Scenario[] = [
  {
    name: OLDER,
    what: 'one stage after the other runs the release before, beside new ones',
    ground: 'former',
    modes: ['chained'],
    run: async (world, { older }) => {
      for (const name of world.services.stages) {
        const current = world.services.of(name)
        const former = world.services.add(name, {}, older)
        await former.listening
        for (const instance of current) await world.services.remove(instance)
        await pause(8_000)
        await world.services.add(name).listening
        await world.services.remove(former)
      }
      return world.services.stages.length
    },
  },
  {
    name: 'upgrade',
    what: 'a ledger that the release before left is upgraded under load; the command is killed three times on its way',
    ground: 'former',
    run: upgradeKilled,
    afterwards: async (world) => {
      const checked = await claimsAudit(world, 'ledger', 'check')
      return [...seen.splice(0), ...(checked.code === 0 ? [] : [`ledger check: ${checked.out}${checked.err}`])]
    },
  },
]

const KILLS = 3
/** So few a piece that the command is still at work when it is killed. */
const UPGRADE = ['ledger', 'upgrade', '--claims-at-once', '2']

async function upgradeKilled(world: World): Promise<number> {
  await pause(8_000)
  const replayed = await claimsAudit(world, 'replay', '--topic')
  if (replayed.code !== 0) seen.push(`replay ended with ${replayed.code}: ${replayed.err}`)
  const before = await rowsOfRun(world)
  for (let kill = 0; kill < KILLS; kill += 1) await killOnItsWay(world)
  const { form, moved } = await world.withLedger(ledgerForm)
  if (form !== 2 || moved) seen.push(`killed ${KILLS} times, the ledger is in form ${form}, moved: ${moved}`)
  const upgraded = await claimsAudit(world, ...UPGRADE)
  if (upgraded.code !== 0) seen.push(`ledger upgrade ended with ${upgraded.code}: ${upgraded.err}`)
  if (!(await world.withLedger(ledgerForm)).moved) seen.push('the ledger was not moved')
  if ((await rowsOfRun(world)) !== before) seen.push('the rows of a run are others after the upgrade')
  await pause(3_000)
  return KILLS
}

async function killOnItsWay(world: World): Promise<void> {
  const began = await world.withLedger(heldInForm1)
  const child = startCommand(world, ...UPGRADE)
  while (child.exitCode === null && !(await world.withLedger((ledger) => isMoving(ledger, began)))) await pause(20)
  await between(world, 0, 300)
  if (!child.kill('SIGKILL')) seen.push('the upgrade had ended before it was killed')
}

/** Stages add rows of form 1 until the command has switched the ledger. */
const isMoving = async (ledger: Ledger, began: number): Promise<boolean> =>
  (await ledgerForm(ledger)).form === 2 && (await heldInForm1(ledger)) < began

async function heldInForm1(ledger: Ledger): Promise<number> {
  const [row]: { held: number }[] = await ledger.query('select count(*)::int as held from audit_result')
  return row?.held ?? 0
}

/** What a run holds, whatever its form: jsonb has one order of keys. */
async function rowsOfRun(world: World): Promise<string> {
  return world.withLedger(async (ledger) => {
    const [row]: { digest: string }[] = await ledger.query(
      `select md5(string_agg(concat(tenant, claim_id, version, revision, content_digest, final_drg, editions::jsonb, body::jsonb), '' order by unit, ordinal)) as digest from recorded_run_claim`,
    )
    return row?.digest ?? ''
  })
}
