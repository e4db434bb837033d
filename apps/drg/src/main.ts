import { BatchConsumer } from '@claims-audit/event-log'
import { openKnowledge } from '@claims-audit/reference'
import { additions, brokers, eventLogLines, listenAt, runService } from '@claims-audit/service'
import { DrgController, KNOWLEDGE } from './drg.controller.js'

class DrgModule {}

await runService('drg', (log) => ({
  module: { module: DrgModule, controllers: [DrgController], providers: [{ provide: KNOWLEDGE, useFactory: () => openKnowledge(additions()) }] },
  at: listenAt(3012),
  consumer: new BatchConsumer({ cluster: brokers(), groupId: 'drg', clientId: 'drg', stage: 'drg', log: eventLogLines(log) }),
}))
