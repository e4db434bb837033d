import { TOPICS } from '@claims-audit/contracts'
import { EventProducer, logRange } from '@claims-audit/event-log'
import { openLedger, waitingStays } from '@claims-audit/ledger'
import { eventLogLines, lately, runService, stageConsumer, waitFor } from '@claims-audit/service'
import { cluster, databaseUrl, setting } from '@claims-audit/settings'
import { ArrivalsController, LEDGER, RULES } from './arrivals.controller.js'
import type { ComposerRules } from './arrivals.controller.js'
import { ComposeLoop } from './compose-loop.js'

class ComposerModule {}

const DAY_MS = 86_400_000
const SCRAPE_MS = 1_000

await runService('composer', async (opening) => {
  const { log, metrics } = opening
  const open = () =>
    openLedger({ databaseUrl: databaseUrl(), applicationName: 'claims-audit composer', silenceMs: 30_000, byKey: true })
  const ledger = await waitFor('Postgres', open, log)
  const publisher = new EventProducer({
    cluster: cluster(),
    clientId: 'composer',
    source: '/claims-audit/composer',
    log: eventLogLines(log),
  })
  await waitFor('Kafka', () => publisher.connect(), log)
  const arrivals = metrics.counter('composer_arrivals_total', 'Claims and documents, by what became of them', ['what'])
  const leftOut = metrics.counter('composer_left_out_total', 'Documents that did not fit into the event of their claim')
  // Both gauges of a scrape have one answer.
  const waiting = lately(SCRAPE_MS, () => waitingStays(ledger))
  metrics.gauge(
    'composer_waiting',
    'What waits: documents without a claim, claims, composed claims',
    ['what'],
    async (gauge) => {
      const { parkedDocuments, claims, events } = await waiting()
      gauge.set({ what: 'document' }, parkedDocuments)
      gauge.set({ what: 'claim' }, claims)
      gauge.set({ what: 'event' }, events)
    },
  )
  metrics.gauge('composer_oldest_document_seconds', 'Age of the oldest document without a claim', [], async (gauge) =>
    gauge.set((await waiting()).oldestParkedSeconds),
  )
  const rules: ComposerRules = {
    waits: {
      firstMs: setting('COMPOSER_FIRST_MS'),
      quietMs: setting('COMPOSER_QUIET_MS'),
      mostMs: setting('COMPOSER_MOST_MS'),
      readyWhenDischarged: setting('COMPOSER_READY_WHEN_DISCHARGED') === 'true',
    },
    now: Date.now,
    arrived: (what, count) => arrivals.inc({ what }, count),
  }
  const loop = new ComposeLoop({
    ledger,
    publisher,
    now: Date.now,
    everyMs: setting('COMPOSER_POLL_MS'),
    keepMs: setting('COMPOSER_KEEP_DAYS') * DAY_MS,
    log: (line) => log.warn(line),
    composed: (count) => leftOut.inc(count),
  })
  loop.start()
  return {
    module: {
      module: ComposerModule,
      controllers: [ArrivalsController],
      providers: [
        { provide: LEDGER, useValue: ledger },
        { provide: RULES, useValue: rules },
      ],
    },
    consumer: stageConsumer('composer', opening),
    ready: async () => {
      loop.assertComposing()
      await Promise.all([ledger.query('select 1'), logRange(cluster(), TOPICS.submitted)])
    },
    close: async () => {
      await loop.stop()
      await Promise.all([publisher.disconnect(), ledger.destroy()])
    },
  }
})
