import { openLedger } from '@claims-audit/ledger'
import { SettingError, additions, brokers, databaseUrl, listenAt, runService, waitFor } from '@claims-audit/service'
import { Attendant } from './attendant.js'

class ReplayModule {}

/** REPLAY_THREADS: for each run that is worked on here. */
function threads(): number {
  const value = process.env['REPLAY_THREADS'] ?? '1'
  if (!/^[1-9]\d?$/.test(value)) throw new SettingError(`REPLAY_THREADS=${value} is no number of threads, 1 to 99`)
  return Number(value)
}

await runService('replay', async (log) => {
  const options = { databaseUrl: databaseUrl(), brokers: brokers(), additions: additions(), threads: threads() }
  const ledger = await waitFor('Postgres', () => openLedger({ databaseUrl: databaseUrl(), applicationName: 'claims-audit replay', poolSize: 4 }), log)
  const attendant = new Attendant(ledger, options, log)
  attendant.start()
  return {
    module: { module: ReplayModule },
    at: listenAt(3015),
    ready: () => ledger.query('select 1'),
    close: async () => {
      await attendant.stop()
      await ledger.destroy()
    },
  }
})
