import { BatchConsumer } from '@claims-audit/event-log'
import { LongAudits } from '@claims-audit/long-audits'
import { additions, auditBudget, brokers, eventLogLines, listenAt, runService, signingKey } from '@claims-audit/service'
import { ValidateController } from './validate.controller.js'

class CodeValidationModule {}

await runService('code-validation', (log) => {
  const audits = new LongAudits({ additions: additions(), ...auditBudget(), log: eventLogLines(log) })
  return {
    module: { module: CodeValidationModule, controllers: [ValidateController], providers: [{ provide: LongAudits, useValue: audits }] },
    at: listenAt(3011),
    consumer: new BatchConsumer({ cluster: brokers(), groupId: 'code-validation', clientId: 'code-validation', stage: 'code-validation', signingKey: signingKey(), log: eventLogLines(log) }),
    close: () => audits.close(),
  }
})
