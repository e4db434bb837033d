import { TOPICS } from '@claims-audit/contracts'
import { EventProducer, logRange } from '@claims-audit/event-log'
import { additions, auditBudget, brokers, eventLogLines, listenAt, loopbackOnly, runService, waitFor } from '@claims-audit/service'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { LongAudits } from '@claims-audit/long-audits'
import { takeBytes } from './bytes-of.js'
import { ClaimsController, PUBLISHER } from './claims.controller.js'
import { DocumentationController } from './documentation.controller.js'

class IntakeModule {}

/** Long records that are checked or wait for it. Each waits for those before it, some seconds each. */
const MOST_LONG_CHECKS = 4

await runService('intake', async (log) => {
  const at = loopbackOnly(listenAt(3001))
  const audits = new LongAudits({ additions: additions(), ...auditBudget(), mostAtOnce: MOST_LONG_CHECKS, log: eventLogLines(log) })
  const publisher = new EventProducer({ cluster: brokers(), clientId: 'intake', source: '/claims-audit/intake', log: eventLogLines(log) })
  await waitFor('Kafka', () => publisher.connect(), log)
  return {
    module: { module: IntakeModule, controllers: [ClaimsController, DocumentationController], providers: [{ provide: PUBLISHER, useValue: publisher }, { provide: LongAudits, useValue: audits }] },
    at,
    loopbackOnly: true,
    ready: () => logRange(brokers(), TOPICS.submitted),
    prepare: (app) => takeBytes(app as NestExpressApplication),
    close: () => Promise.all([publisher.disconnect(), audits.close()]),
  }
})
