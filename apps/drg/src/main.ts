import { cameOf } from '@claims-audit/claim'
import { BatchConsumer } from '@claims-audit/event-log'
import { openKnowledge } from '@claims-audit/reference'
import { additions, cluster, eventLogLines, runService, signingKey } from '@claims-audit/service'
import { DrgController, KNOWLEDGE } from './drg.controller.js'

class DrgModule {}

await runService({ name: 'drg', port: 3012 }, ({ log, metrics }) => ({
  module: {
    module: DrgModule,
    controllers: [DrgController],
    providers: [{ provide: KNOWLEDGE, useFactory: () => openKnowledge(additions()) }],
  },
  consumer: new BatchConsumer({
    cluster: cluster(),
    groupId: 'drg',
    clientId: 'drg',
    stage: 'drg',
    provenance: { agrees: (message, event) => cameOf(message.value, event.value) },
    signingKey: signingKey(),
    observer: metrics.observer(),
    log: eventLogLines(log),
  }),
}))
