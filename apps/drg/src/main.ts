import { cameOf } from '@claims-audit/claim'
import { BatchConsumer } from '@claims-audit/event-log'
import { openKnowledge } from '@claims-audit/reference'
import { additions, brokers, eventLogLines, listenAt, runService, signingKey } from '@claims-audit/service'
import { DrgController, KNOWLEDGE } from './drg.controller.js'

class DrgModule {}

await runService('drg', (log) => ({
  module: { module: DrgModule, controllers: [DrgController], providers: [{ provide: KNOWLEDGE, useFactory: () => openKnowledge(additions()) }] },
  at: listenAt(3012),
  consumer: new BatchConsumer({ cluster: brokers(), groupId: 'drg', clientId: 'drg', stage: 'drg', provenance: { agrees: (message, event) => cameOf(message.value, event.value) }, signingKey: signingKey(), log: eventLogLines(log) }),
}))
