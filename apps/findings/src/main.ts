import { cameOf } from '@claims-audit/claim'
import { EventProducer, kindOf } from '@claims-audit/event-log'
import { openLedger, tendLedger } from '@claims-audit/ledger'
import { LongAudits } from '@claims-audit/long-audits'
import { admitCurrentLog, assertNotRestored } from '@claims-audit/operations'
import { eventLogLines, runService, stageConsumer, waitFor } from '@claims-audit/service'
import { additions, auditBudget, cluster, databaseUrl, mode, setting } from '@claims-audit/settings'
import { readRulePacks } from '@claims-audit/reference'
import { AuditedController } from './audited.controller.js'
import { LedgerMetrics, watchLedger } from './ledger-metrics.js'
import { QuarantinedController } from './quarantined.controller.js'
import { Relay } from './relay.js'
import { SubmittedController } from './submitted.controller.js'
import { LEDGER, METRICS, RELAY } from './tokens.js'

class FindingsModule {}

const TEND_EVERY_MS = 60_000

await runService('findings', async (opening) => {
  const { log, metrics } = opening
  const stage = mode() === 'fused' ? 'fused' : 'findings'
  const fused = stage === 'fused'
  const rules = readRulePacks(additions().ruleDirectories).map(({ rule }) => rule.id)
  const audits = fused
    ? new LongAudits({ additions: additions(), ...auditBudget(), log: eventLogLines(log) })
    : undefined
  const ledger = await waitFor(
    'Postgres',
    () =>
      openLedger({
        databaseUrl: databaseUrl(),
        applicationName: 'claims-audit findings',
        poolSize: 6,
        silenceMs: 30_000,
        byKey: true,
      }),
    log,
  )
  watchLedger(metrics, ledger)
  const publisher = new EventProducer({
    cluster: cluster(),
    clientId: 'findings',
    source: '/claims-audit/findings',
    signingKey: setting('SIGNING_KEY'),
    log: eventLogLines(log),
  })
  await waitFor('Kafka', () => publisher.connect(), log)
  await waitFor('the log that this ledger belongs to', () => admitCurrentLog(cluster(), ledger, 'findings'), log)
  await waitFor('a ledger that holds what it published', () => assertNotRestored(cluster(), ledger), log)
  const onRestored = (): void => {
    log.fatal('the ledger went back behind what it had counted: a backup was restored under it; starting again')
    process.exit(1)
  }
  const relay = new Relay({ ledger, publisher, log: (line) => log.warn(line), onRestored })
  relay.start()
  const tend = (): void =>
    void tendLedger(ledger).catch((error: unknown) => log.warn(`tending the ledger: ${kindOf(error)}`))
  tend()
  const tending = setInterval(tend, TEND_EVERY_MS)
  return {
    module: {
      module: FindingsModule,
      controllers: fused ? [SubmittedController, QuarantinedController] : [AuditedController, QuarantinedController],
      providers: [
        { provide: LEDGER, useValue: ledger },
        { provide: RELAY, useValue: relay },
        { provide: METRICS, useValue: new LedgerMetrics(metrics, new Set(rules)) },
        ...(audits === undefined ? [] : [{ provide: LongAudits, useValue: audits }]),
      ],
    },
    consumer: stageConsumer(stage, opening, {
      publisher,
      provenance: { agrees: (message, event) => cameOf(message.value, event.value) },
    }),
    ready: async () => {
      await ledger.query('select 1')
      relay.assertSending()
    },
    close: async () => {
      clearInterval(tending)
      await audits?.close()
      await relay.stop()
      await publisher.disconnect()
      await ledger.destroy()
    },
  }
})
