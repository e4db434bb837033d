import { parkedDocuments } from '@claims-audit/ledger'
import type { Command } from 'commander'
import { wholeNumber } from '../arguments.js'
import { withLedger } from '../connections.js'
import { exitWith } from '../options.js'
import { print } from '../output.js'

/** `documents`: a line for each document that no claim has taken yet, the one that has waited longest first. */
export const listDocuments = ({ tenant, limit }: { tenant?: string; limit: string }): Promise<number> =>
  withLedger('documents', async (ledger) => {
    for (const document of await parkedDocuments(ledger, { tenant, limit: Number(limit) }))
      await print(JSON.stringify(document))
    return 0
  })

export function addDocuments(program: Command): void {
  program
    .command('documents')
    .option('--tenant <tenant>', 'only documents of this tenant')
    .option('--limit <n>', 'maximum number of lines', wholeNumber, '1000')
    .description('list documents that no claim has taken yet, oldest first')
    .action(exitWith(listDocuments))
}
