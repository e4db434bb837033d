import type { Command } from 'commander'
import { upTo } from '../arguments.js'
import { authored, exitWith } from '../options.js'
import { laneOf } from '@claims-audit/event-log'
import {
  checkLedger,
  detachMonth,
  expireLedger,
  isWhole,
  ledgerForm,
  ledgerGeneration,
  logEpochs,
  rebuildWork,
  setReportingLogin,
  upgradeLedger,
} from '@claims-audit/ledger'
import type { LedgerCheck } from '@claims-audit/ledger'
import { acceptCurrentLog, acceptRestore, prepare as makeReady } from '@claims-audit/operations'
import { actor, type Actor } from '../actor.js'
import { cluster, withLedger } from '../connections.js'
import { complain, print } from '../output.js'

/** `ledger show`: the logs that the ledger belongs to, oldest first, and how often it was restored. */
export async function showLedger(): Promise<number> {
  return withLedger('ledger', async (ledger) => {
    await print(JSON.stringify({ generation: await ledgerGeneration(ledger), logs: await logEpochs(ledger) }))
    return 0
  })
}

/** `ledger accept-log`: what claims.submitted is now becomes a new epoch. */
export async function acceptThisLog(options: Actor): Promise<number> {
  const kafka = cluster()
  return withLedger('ledger', async (ledger) => {
    await print(JSON.stringify({ epoch: await acceptCurrentLog(kafka, ledger, actor(options)) }))
    return 0
  })
}

/** `ledger accept-restore`: goes on with a ledger that was restored from an older backup. */
export async function acceptThisRestore(options: Actor): Promise<number> {
  const kafka = cluster()
  return withLedger('ledger', async (ledger) => {
    await print(JSON.stringify(await acceptRestore(kafka, ledger, actor(options))))
    return 0
  })
}

/** `ledger upgrade`: from the rows of the release before to those of this one, while the services run. */
export async function upgradeThisLedger(options: { claimsAtOnce: string }): Promise<number> {
  return withLedger('ledger', async (ledger) => {
    const { form } = await ledgerForm(ledger)
    if (form === 1) complain('from here on only this release can record; services of the release before wait')
    let toldAt = 0
    const moved = await upgradeLedger(ledger, {
      laneOf,
      claims: Number(options.claimsAtOnce),
      onProgress: ({ claims, outcomes, corrections, runs }) => {
        if (Date.now() - toldAt < TELL_EVERY_MS) return
        toldAt = Date.now()
        complain(`moved ${claims} results, ${outcomes} outcomes, ${corrections} corrections, ${runs} runs`)
      },
    })
    await print(JSON.stringify(moved))
    return 0
  })
}

/** `ledger detach-month`: a past month of results becomes a table of its own. */
export async function detachThisMonth(month: string): Promise<number> {
  return withLedger('ledger', async (ledger) => {
    await print(JSON.stringify(await detachMonth(ledger, month)))
    return 0
  })
}

/** `ledger expire`: removes what tenants no longer keep. */
export async function expireThisLedger({ dryRun, ...options }: Actor & { dryRun?: true }): Promise<number> {
  return withLedger('ledger', async (ledger) => {
    const { by } = actor(options)
    await print(JSON.stringify(await expireLedger(ledger, { laneOf, by, dryRun: dryRun === true })))
    return 0
  })
}

/** `ledger reporting-login`: whose rows a login of reports sees. */
export async function setThisReportingLogin(login: string, { tenant }: { tenant?: string }): Promise<number> {
  return withLedger('ledger', async (ledger) => {
    await setReportingLogin(ledger, login, tenant ?? null)
    await print(JSON.stringify({ login, tenant: tenant ?? null }))
    return 0
  })
}

/** `ledger check`: whether lists and counts say what the ledger holds; 1 where not. */
export async function checkThisLedger(): Promise<number> {
  return withLedger('ledger', async (ledger) => printCheck(await checkLedger(ledger)))
}

/** `ledger rebuild`: makes the rows of lists and counts again where they are wrong. */
export async function rebuildThisLedger(): Promise<number> {
  return withLedger('ledger', async (ledger) => printCheck(await rebuildWork(ledger, { laneOf })))
}

async function printCheck(check: LedgerCheck): Promise<number> {
  await print(JSON.stringify(check))
  return isWhole(check) ? 0 : 1
}

const TELL_EVERY_MS = 5_000

/** `prepare`: topics and tables, for a job that runs before the services. */
export async function prepare({
  partitions,
  replicationFactor,
}: {
  partitions: string
  replicationFactor: string
}): Promise<number> {
  const kafka = cluster()
  return withLedger('prepare', async (ledger) => {
    const log = (level: string, line: string): void => void (level === 'warn' && complain(line))
    const prepared = await makeReady(kafka, ledger, {
      partitions: Number(partitions),
      replicationFactor: Number(replicationFactor),
      log,
    })
    await print(JSON.stringify(prepared))
    return 0
  })
}

export function addLedger(program: Command): void {
  const ledger = program.command('ledger').description('inspect, check, upgrade, restore and trim the ledger')
  ledger
    .command('show')
    .description('show the logs of the ledger, oldest first, and how often it was restored')
    .action(exitWith(showLedger))
  authored(ledger.command('accept-log'))
    .description('accept the current claims.submitted as a new epoch, after the topic was moved or recreated')
    .action(exitWith(acceptThisLog))
  authored(ledger.command('accept-restore'))
    .description(
      'continue with a ledger restored from a backup: raise correction sequences and read the missing events again; stop the services first',
    )
    .action(exitWith(acceptThisRestore))

  ledger
    .command('upgrade')
    .option(
      '--claims-at-once <n>',
      'number of claims moved per transaction; stages wait for these claims meanwhile',
      upTo(10_000),
      '200',
    )
    .description(
      'move the rows of the release before into the tables of this one, after every service is of this release; can be interrupted and run again',
    )
    .action(exitWith(upgradeThisLedger))

  ledger
    .command('check')
    .description('compare the rows behind lists and counts with the ledger; exit 1 where they differ')
    .action(exitWith(checkThisLedger))
  ledger
    .command('rebuild')
    .description('make the rows behind lists and counts again where they differ from the ledger, then check them')
    .action(exitWith(rebuildThisLedger))

  ledger
    .command('detach-month <month>')
    .description('take the results of a past month (YYYY-MM) out of the ledger, as a table to dump and drop')
    .action(exitWith(detachThisMonth))

  ledger
    .command('expire')
    .option('--by <who>', 'who does this (default: the user of the system)')
    .option('--dry-run', 'only count what would be removed')
    .description('remove claims past the retention of their tenant, except those under a legal hold')
    .action(exitWith(expireThisLedger))

  ledger
    .command('reporting-login <login>')
    .option('--tenant <tenant>', 'the tenant whose rows it sees from now on; leave it out to revoke')
    .description('let an existing login of the database read the schema reporting for one tenant')
    .action(exitWith(setThisReportingLogin))

  program
    .command('prepare')
    .option('--partitions <n>', 'partitions of each topic that is created; cannot be changed later', upTo(1_000), '4')
    .option('--replication-factor <n>', 'replicas of each topic that is created', upTo(99), '1')
    .description('create the topics and migrate the tables, before the services start')
    .action(exitWith(prepare))
}
