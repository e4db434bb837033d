import { cameOf } from '@claims-audit/claim'
import { BatchConsumer, EventProducer } from '@claims-audit/event-log'
import { openLedger } from '@claims-audit/ledger'
import { LongAudits } from '@claims-audit/long-audits'
import { admitCurrentLog, assertNotRestored } from '@claims-audit/operations'
import { additions, auditBudget, brokers, databaseUrl, eventLogLines, listenAt, runService, signingKey, waitFor } from '@claims-audit/service'
import { AuditedController } from './audited.controller.js'
import { QuarantinedController } from './quarantined.controller.js'
import { Relay } from './relay.js'
import { SubmittedController } from './submitted.controller.js'
import { LEDGER, RELAY } from './tokens.js'

class FindingsModule {}

/** PIPELINE=fused audits here, in this one process, what the chained pipeline brings over two hops. */
const fused = process.env['PIPELINE'] === 'fused'

await runService('findings', async (log) => {
  const audits = fused ? new LongAudits({ additions: additions(), ...auditBudget(), log: eventLogLines(log) }) : undefined
  const ledger = await waitFor('Postgres', () => openLedger({ databaseUrl: databaseUrl(), applicationName: 'claims-audit findings', poolSize: 6, silenceMs: 30_000, byKey: true }), log)
  const publisher = new EventProducer({ cluster: brokers(), clientId: 'findings', source: '/claims-audit/findings', signingKey: signingKey(), log: eventLogLines(log) })
  await waitFor('Kafka', () => publisher.connect(), log)
  await waitFor('the log that this ledger belongs to', () => admitCurrentLog(brokers(), ledger, 'findings'), log)
  await waitFor('a ledger that holds what it published', () => assertNotRestored(brokers(), ledger), log)
  const onRestored = (): void => {
    log.fatal('the ledger went back behind what it had counted: a backup was restored under it; starting again')
    process.exit(1)
  }
  const relay = new Relay({ ledger, publisher, log: (line) => log.warn(line), onRestored })
  relay.start()
  return {
    module: {
      module: FindingsModule,
      controllers: fused ? [SubmittedController, QuarantinedController] : [AuditedController, QuarantinedController],
      providers: [
        { provide: LEDGER, useValue: ledger },
        { provide: RELAY, useValue: relay },
        ...(audits === undefined ? [] : [{ provide: LongAudits, useValue: audits }]),
      ],
    },
    at: listenAt(3013),
    consumer: new BatchConsumer({ cluster: brokers(), groupId: fused ? 'fused' : 'findings', clientId: 'findings', stage: fused ? 'fused' : 'findings', publisher, provenance: { agrees: (message, event) => cameOf(message.value, event.value) }, signingKey: signingKey(), log: eventLogLines(log) }),
    ready: async () => {
      await ledger.query('select 1')
      relay.assertSending()
    },
    close: async () => {
      await audits?.close()
      await relay.stop()
      await publisher.disconnect()
      await ledger.destroy()
    },
  }
})
