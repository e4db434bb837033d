import type { Command } from 'commander'
import { count, offset, wholeNumber } from '../arguments.js'
import { authored, exitWith } from '../options.js'
import { AnotherLog, logEpochs } from '@claims-audit/ledger'
import { acknowledge, reconcile as accountsOf } from '@claims-audit/operations'
import { actor, type Actor } from '../actor.js'
import { cluster, withLedger } from '../connections.js'
import { complain, print } from '../output.js'

/**
 * `reconcile`: an account for each partition; exit 1 where an offset is missing, lost or doubled, or the log is another
 * one.
 */
export async function reconcile(): Promise<number> {
  const kafka = cluster()
  return withLedger('reconcile', async (ledger) => {
    let exitCode = 0
    let unaccounted = false
    try {
      for await (const account of accountsOf(kafka, ledger)) {
        unaccounted ||= account.missing.length + account.lost.length > 0
        if (unaccounted || account.duplicated.length > 0) exitCode = 1
        await print(JSON.stringify(account))
      }
    } catch (error) {
      if (!(error instanceof AnotherLog)) throw error
      complain(`claims-audit: ${error.message}`)
      return 1
    }
    if (unaccounted) complain(WHAT_TO_DO)
    return exitCode
  })
}

const WHAT_TO_DO =
  'claims-audit: "resubmit --missing" sends again what is missing or lost; "acknowledge PARTITION FIRST LAST" says ' +
  'that offsets need no outcome: those of an aborted transaction, and the marks that end transactions'

/** `acknowledge PARTITION FIRST LAST`: offsets that need no outcome. */
export async function acknowledgeOffsets(
  partition: string,
  first: string,
  last: string,
  { epoch, ...by }: Actor & { epoch?: string },
): Promise<number> {
  if (BigInt(first) > BigInt(last)) throw new Error('the last offset comes before the first')
  const kafka = cluster()
  return withLedger('acknowledge', async (ledger) => {
    const latest = (await logEpochs(ledger)).at(-1)?.epoch ?? 1
    await acknowledge(
      kafka,
      ledger,
      { epoch: epoch === undefined ? latest : Number(epoch), partition: Number(partition), first, last },
      actor(by),
    )
    return 0
  })
}

export function addReconcile(program: Command): void {
  program
    .command('reconcile')
    .description('check that every event of claims.submitted has an outcome; exit 1 if one is missing or lost')
    .action(exitWith(reconcile))

  authored(program.command('acknowledge'))
    .argument('<partition>', 'partition of claims.submitted', count)
    .argument('<first>', 'first offset', offset)
    .argument('<last>', 'last offset', offset)
    .option('--epoch <n>', 'epoch of an earlier log, as ledger show lists them (default: the current log)', wholeNumber)
    .description('record that offsets need no outcome, for example those of an aborted transaction')
    .action(exitWith(acknowledgeOffsets))
}
