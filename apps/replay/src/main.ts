import { openLedger } from '@claims-audit/ledger'
import { runService, waitFor } from '@claims-audit/service'
import { additions, cluster, databaseUrl, setting } from '@claims-audit/settings'
import { Attendant } from './attendant.js'

class ReplayModule {}

await runService('replay', async ({ log }) => {
  const options = {
    databaseUrl: databaseUrl(),
    cluster: cluster(),
    additions: additions(),
    threads: setting('REPLAY_THREADS'),
  }
  const ledger = await waitFor(
    'Postgres',
    () => openLedger({ databaseUrl: databaseUrl(), applicationName: 'claims-audit replay', poolSize: 4 }),
    log,
  )
  const attendant = new Attendant(ledger, options, log)
  attendant.start()
  return {
    module: { module: ReplayModule },
    ready: () => ledger.query('select 1'),
    close: async () => {
      await attendant.stop()
      await ledger.destroy()
    },
  }
})
