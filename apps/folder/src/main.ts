import { access, constants } from 'node:fs/promises'
import { Door, DoorLedger } from '@claims-audit/door'
import { EventProducer, logRange } from '@claims-audit/event-log'
import { TOPICS } from '@claims-audit/contracts'
import { eventLogLines, runService, waitFor } from '@claims-audit/service'
import { claimsDoor, cluster, documentsApart, folder, setting } from '@claims-audit/settings'
import type { FileOutcome } from './work-on.js'
import { Watcher } from './watch/watcher.js'

class FolderModule {}

const MEGABYTE = 1_000_000

await runService('folder', async ({ log, metrics }) => {
  const watched = folder()
  const publisher = new EventProducer({
    cluster: cluster(),
    clientId: 'folder',
    source: '/claims-audit/folder',
    log: eventLogLines(log),
  })
  await waitFor('Kafka', () => publisher.connect(), log)
  const databaseUrl = setting('DATABASE_URL')
  if (databaseUrl === undefined) log.warn('no DATABASE_URL: versions of X12 and FHIR claims are not numbered')
  const ledger = databaseUrl === undefined ? undefined : new DoorLedger(databaseUrl, 'claims-audit folder')
  if (ledger !== undefined) await waitFor('Postgres', () => ledger.get(), log)
  const door = new Door({ publisher, topic: claimsDoor(), ledger })
  const topics = documentsApart() ? [claimsDoor(), TOPICS.documents] : [claimsDoor()]
  const files = metrics.counter('folder_files_total', 'Files, by what became of them', ['outcome'])
  const claims = metrics.counter('folder_claims_total', 'Claims and documents of files, by what became of them', [
    'outcome',
  ])
  const watcher = new Watcher({
    folder: watched,
    door,
    documentsApart: documentsApart(),
    markers: setting('FOLDER_MARKERS'),
    everyMs: setting('FOLDER_POLL_MS'),
    quietMs: setting('FOLDER_QUIET_MS'),
    unfinishedMs: setting('FOLDER_UNFINISHED_MS'),
    leaseMs: setting('FOLDER_LEASE_MS'),
    limits: { unpackedBytes: setting('FOLDER_UNPACKED_MB') * MEGABYTE },
    log,
    finished: ({ outcome, accepted, refused }: FileOutcome) => {
      files.inc({ outcome })
      claims.inc({ outcome: 'accepted' }, accepted)
      claims.inc({ outcome: 'refused' }, refused)
    },
  })
  metrics.gauge('folder_waiting_files', 'Files that came and are not answered', [], (gauge) =>
    gauge.set(watcher.waiting().files),
  )
  metrics.gauge('folder_oldest_seconds', 'Age of the oldest file that is not taken yet', [], (gauge) =>
    gauge.set(watcher.waiting().oldestSeconds),
  )
  watcher.start()
  return {
    module: { module: FolderModule },
    ready: () =>
      Promise.all([
        ...topics.map((topic) => logRange(cluster(), topic)),
        access(watched, constants.R_OK | constants.W_OK),
      ]),
    close: async () => {
      await watcher.stop()
      await publisher.disconnect()
      await ledger?.close()
    },
  }
})
