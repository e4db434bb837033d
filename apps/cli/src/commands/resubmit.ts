import type { Command } from 'commander'
import { authored, exitWith } from '../options.js'
import { EventProducer } from '@claims-audit/event-log'
import { resubmitMissing } from '@claims-audit/operations'
import { actor, type Actor } from '../actor.js'
import { cluster, withLedger } from '../connections.js'
import { print } from '../output.js'

/** `resubmit --missing`: sends again what reconcile calls missing or lost; exit 1 where the bytes are gone. */
export async function resubmit(options: Actor & { missing?: true }): Promise<number> {
  if (options.missing !== true)
    throw new Error('use --missing to submit all events again that reconcile reports as missing or lost')
  const kafka = cluster()
  const publisher = new EventProducer({ cluster: kafka, clientId: 'cli', source: '/claims-audit/cli' })
  await publisher.connect()
  try {
    return await withLedger('resubmit', async (ledger) => {
      let exitCode = 0
      for await (const told of resubmitMissing(kafka, ledger, { publisher, ...actor(options) })) {
        if (told.gone.length > 0) exitCode = 1
        await print(JSON.stringify(told))
      }
      return exitCode
    })
  } finally {
    await publisher.disconnect()
  }
}

export function addResubmit(program: Command): void {
  authored(program.command('resubmit'))
    .option('--missing', 'all events that reconcile reports as missing or lost')
    .description('submit missing events again from the log or the archive; exit 1 if neither has them')
    .action(exitWith(resubmit))
}
