import { AnotherLog, logEpochs } from '@claims-audit/ledger'
import { acknowledge, reconcile as accountsOf } from '@claims-audit/operations'
import { actor, type Actor } from './actor.js'
import { cluster, withLedger } from './connections.js'
import { print } from './output.js'

/** `reconcile`: an account for each partition; exit 1 where an offset is missing, lost or doubled, or the log is another one. */
export async function reconcile(): Promise<number> {
  const kafka = cluster()
  return withLedger('reconcile', async (ledger) => {
    let exitCode = 0
    try {
      for await (const account of accountsOf(kafka, ledger)) {
        if (account.missing.length + account.lost.length + account.duplicated.length > 0) exitCode = 1
        await print(JSON.stringify(account))
      }
    } catch (error) {
      if (!(error instanceof AnotherLog)) throw error
      process.stderr.write(`claims-audit: ${error.message}\n`)
      return 1
    }
    return exitCode
  })
}

/** `acknowledge PARTITION FIRST LAST`: offsets that need no outcome. */
export async function acknowledgeOffsets(partition: string, first: string, last: string, { epoch, ...by }: Actor & { epoch?: string }): Promise<number> {
  if (BigInt(first) > BigInt(last)) throw new Error('the last offset comes before the first')
  return withLedger('acknowledge', async (ledger) => {
    const latest = (await logEpochs(ledger)).at(-1)?.epoch ?? 1
    await acknowledge(ledger, { epoch: epoch === undefined ? latest : Number(epoch), partition: Number(partition), first, last }, actor(by))
    return 0
  })
}
