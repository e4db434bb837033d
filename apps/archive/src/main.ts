import { admitCurrentLog, assertNotRestored } from '@claims-audit/operations'
import { openLedger } from '@claims-audit/ledger'
import { runService, stageConsumer, waitFor } from '@claims-audit/service'
import { cluster, databaseUrl } from '@claims-audit/settings'
import { ArchiveController, LEDGER } from './archive.controller.js'

class ArchiveModule {}

/** No claim waits for its copy, and events that are kept together take a fraction of the room and of the time. */
const LINGER_MS = 100

await runService('archive', async (opening) => {
  const { log } = opening
  const ledger = await waitFor(
    'Postgres',
    () =>
      openLedger({
        databaseUrl: databaseUrl(),
        applicationName: 'claims-audit archive',
        silenceMs: 30_000,
        byKey: true,
      }),
    log,
  )
  await waitFor('the log that this ledger belongs to', () => admitCurrentLog(cluster(), ledger, 'archive'), log)
  await waitFor('a ledger that holds what was published', () => assertNotRestored(cluster(), ledger), log)
  return {
    module: {
      module: ArchiveModule,
      controllers: [ArchiveController],
      providers: [{ provide: LEDGER, useValue: ledger }],
    },
    consumer: stageConsumer('archive', opening, { lingerMs: LINGER_MS }),
    ready: () => ledger.query('select 1'),
    close: () => ledger.destroy(),
  }
})
