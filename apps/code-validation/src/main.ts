import { LongAudits } from '@claims-audit/long-audits'
import { eventLogLines, runService, stageConsumer } from '@claims-audit/service'
import { additions, auditBudget } from '@claims-audit/settings'
import { ValidateController } from './validate.controller.js'

class CodeValidationModule {}

await runService('code-validation', (opening) => {
  const audits = new LongAudits({ additions: additions(), ...auditBudget(), log: eventLogLines(opening.log) })
  return {
    module: {
      module: CodeValidationModule,
      controllers: [ValidateController],
      providers: [{ provide: LongAudits, useValue: audits }],
    },
    consumer: stageConsumer('code-validation', opening),
    close: () => audits.close(),
  }
})
