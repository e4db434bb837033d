import { STAGES } from '@claims-audit/contracts'
import type { StageName } from '@claims-audit/contracts'
import { BatchConsumer } from '@claims-audit/event-log'
import type { BatchConsumerOptions } from '@claims-audit/event-log'
import { cluster, setting } from '@claims-audit/settings'
import { eventLogLines } from './log.js'
import type { Opening } from './run-service.js'

/** The consumer of a stage, as the pipeline's manifest and the settings have it. */
export const stageConsumer = (
  stage: StageName,
  { log, metrics }: Opening,
  more: Pick<BatchConsumerOptions, 'provenance' | 'publisher' | 'lingerMs'> = {},
): BatchConsumer =>
  new BatchConsumer({
    cluster: cluster(),
    groupId: stage,
    clientId: STAGES[stage].service,
    stage,
    signingKey: setting('SIGNING_KEY'),
    observer: metrics.observer(),
    log: eventLogLines(log),
    ...more,
  })
