import { BatchConsumer } from '@claims-audit/event-log'
import { openKnowledge } from '@claims-audit/reference'
import { additions, brokers, eventLogLines, listenAt, runService, signingKey } from '@claims-audit/service'
import { KNOWLEDGE, ValidateController } from './validate.controller.js'

class CodeValidationModule {}

await runService('code-validation', (log) => ({
  module: { module: CodeValidationModule, controllers: [ValidateController], providers: [{ provide: KNOWLEDGE, useFactory: () => openKnowledge(additions()) }] },
  at: listenAt(3011),
  consumer: new BatchConsumer({ cluster: brokers(), groupId: 'code-validation', clientId: 'code-validation', stage: 'code-validation', signingKey: signingKey(), log: eventLogLines(log) }),
}))
