import { originKey, settle } from '@claims-audit/audit'
import type { Arrival } from '@claims-audit/audit'
import { TOPICS, claimKey, typeOf } from '@claims-audit/contracts'
import type { ScreenedClaim } from '@claims-audit/contracts'
import { forward, laneOf, quarantineOf } from '@claims-audit/event-log'
import type { Outgoing, Received } from '@claims-audit/event-log'
import { recordBatch } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'
import type { LedgerMetrics } from './ledger-metrics.js'

/** An audited claim and the message it came by. */
export interface AuditedMessage extends Arrival {
  message: Received
}

/**
 * Records a batch in one transaction and says what to publish for it: one `claims.screened` per message, from the batch
 * and not from the rows that happened to be new, so that a redelivery repeats it; and the contradictions of a version,
 * to be quarantined.
 */
export async function record(
  ledger: DataSource,
  metrics: LedgerMetrics,
  arrivals: AuditedMessage[],
  stage: string,
): Promise<Outgoing[]> {
  if (arrivals.length === 0) return []
  const lanes = arrivals.map(({ result }) => laneOf(claimKey(result.tenant, result.claimId)))
  const settlement = await recordBatch(
    ledger,
    { claims: arrivals.map(({ result }) => result), origins: arrivals.map(({ origin }) => origin), lanes },
    (known) => settle(arrivals, known),
  )
  metrics.recorded(settlement)
  const messageAt = new Map(arrivals.map(({ origin, message }) => [originKey(origin), message]))
  const conflicts = new Set(settlement.conflicts)
  return [
    ...settlement.screened.flatMap(({ origin, event }) => {
      const message = messageAt.get(originKey(origin))
      return message === undefined ? [] : [screened(message, event)]
    }),
    ...arrivals
      .filter((arrival) => conflicts.has(arrival))
      .map(({ message }) =>
        quarantineOf(message, {
          code: 'version-conflict',
          pointer: '/version',
          keyword: 'unique',
          stage,
          attempts: 1,
        }),
      ),
  ]
}

export function screened(message: Received, event: ScreenedClaim): Outgoing {
  return forward(message, {
    topic: TOPICS.screened,
    key: claimKey(event.tenant, event.claimId ?? ''),
    type: typeOf(TOPICS.screened),
    value: JSON.stringify(event),
  })
}
