import { Option, type Command } from 'commander'
import { TOPICS } from '@claims-audit/contracts'
import { count, offset, wholeNumber } from '../arguments.js'
import { authored, exitWith } from '../options.js'
import { AnotherLog, logEpochs } from '@claims-audit/ledger'
import {
  ARRIVAL_TOPICS,
  acknowledge,
  acknowledgeArrivals,
  reconcile as accountsOf,
  reconcileArrivals,
} from '@claims-audit/operations'
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
    let unaccountedArrivals = false
    try {
      for await (const account of accountsOf(kafka, ledger)) {
        unaccounted ||= isUnaccounted(account)
        if (unaccounted || account.duplicated.length > 0) exitCode = 1
        await print(JSON.stringify(account))
      }
      for await (const account of reconcileArrivals(kafka, ledger)) {
        unaccountedArrivals ||= isUnaccounted(account)
        if (unaccountedArrivals) exitCode = 1
        await print(JSON.stringify(account))
      }
    } catch (error) {
      if (!(error instanceof AnotherLog)) throw error
      complain(`claims-audit: ${error.message}`)
      return 1
    }
    if (unaccounted) complain(WHAT_TO_DO)
    if (unaccountedArrivals) complain(WHAT_TO_DO_WITH_ARRIVALS)
    return exitCode
  })
}

const isUnaccounted = ({ missing, lost }: { missing: object[]; lost: object[] }): boolean =>
  missing.length + lost.length > 0

const WHAT_TO_DO =
  'claims-audit: "resubmit --missing" sends again what is missing or lost; "acknowledge PARTITION FIRST LAST" says ' +
  'that offsets need no outcome: those of an aborted transaction, and the marks that end transactions'

const WHAT_TO_DO_WITH_ARRIVALS =
  'claims-audit: of claims.received and documents.received, what is missing is read again where the group "composer" is ' +
  'moved back (docs/operations.md); "acknowledge --topic TOPIC PARTITION FIRST LAST" says that offsets need no fate'

/** `acknowledge PARTITION FIRST LAST`: offsets that need no outcome. */
export async function acknowledgeOffsets(
  partition: string,
  first: string,
  last: string,
  { epoch, topic, ...by }: Actor & { epoch?: string; topic?: string },
): Promise<number> {
  if (BigInt(first) > BigInt(last)) throw new Error('the last offset comes before the first')
  const kafka = cluster()
  return withLedger('acknowledge', async (ledger) => {
    const span = { partition: Number(partition), first, last }
    const given = epoch === undefined ? undefined : Number(epoch)
    if (topic !== undefined && topic !== TOPICS.submitted) {
      await acknowledgeArrivals(kafka, ledger, { ...span, topic, epoch: given }, actor(by))
      return 0
    }
    const latest = (await logEpochs(ledger)).at(-1)?.epoch ?? 1
    await acknowledge(kafka, ledger, { ...span, epoch: given ?? latest }, actor(by))
    return 0
  })
}

export function addReconcile(program: Command): void {
  program
    .command('reconcile')
    .description(
      'check that every event of claims.submitted has an outcome, and what the composer reads its fate; exit 1 if one is missing or lost',
    )
    .action(exitWith(reconcile))

  authored(program.command('acknowledge'))
    .argument('<partition>', 'partition of the topic', count)
    .argument('<first>', 'first offset', offset)
    .argument('<last>', 'last offset', offset)
    .option('--epoch <n>', 'epoch of an earlier log, as reconcile names it (default: the current log)', wholeNumber)
    .addOption(
      new Option('--topic <topic>', 'the topic')
        .choices([TOPICS.submitted, ...ARRIVAL_TOPICS])
        .default(TOPICS.submitted),
    )
    .description('record that offsets need no outcome, for example those of an aborted transaction')
    .action(exitWith(acknowledgeOffsets))
}
