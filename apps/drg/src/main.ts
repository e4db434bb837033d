import { cameOf } from '@claims-audit/claim'
import { openGrouping } from '@claims-audit/reference'
import { runService, stageConsumer } from '@claims-audit/service'
import { additions } from '@claims-audit/settings'
import { DrgController, KNOWLEDGE } from './drg.controller.js'

class DrgModule {}

await runService('drg', (opening) => ({
  module: {
    module: DrgModule,
    controllers: [DrgController],
    providers: [{ provide: KNOWLEDGE, useFactory: () => openGrouping(additions()) }],
  },
  consumer: stageConsumer('drg', opening, {
    provenance: { agrees: (message, event) => cameOf(message.value, event.value) },
  }),
}))
