import { BatchConsumer } from '@claims-audit/event-log'
import { LongAudits } from '@claims-audit/long-audits'
import { additions, auditBudget, cluster, eventLogLines, runService, signingKey } from '@claims-audit/service'
import { ValidateController } from './validate.controller.js'

class CodeValidationModule {}

await runService({ name: 'code-validation', port: 3011 }, ({ log, metrics }) => {
  const audits = new LongAudits({ additions: additions(), ...auditBudget(), log: eventLogLines(log) })
  return {
    module: {
      module: CodeValidationModule,
      controllers: [ValidateController],
      providers: [{ provide: LongAudits, useValue: audits }],
    },
    consumer: new BatchConsumer({
      cluster: cluster(),
      groupId: 'code-validation',
      clientId: 'code-validation',
      stage: 'code-validation',
      signingKey: signingKey(),
      observer: metrics.observer(),
      log: eventLogLines(log),
    }),
    close: () => audits.close(),
  }
})
