import { Controller, Inject } from '@nestjs/common'
import { Ctx, Payload } from '@nestjs/microservices'
import { voidedVersionOf } from '@claims-audit/audit'
import { parseVoid } from '@claims-audit/claim'
import { TOPICS, isAuditResult } from '@claims-audit/contracts'
import { OnEvents, envelopeIn, quarantineOf, traceparentIn } from '@claims-audit/event-log'
import type { BatchContext, Outgoing, Received } from '@claims-audit/event-log'
import type { DataSource } from 'typeorm'
import type { LedgerMetrics } from './ledger-metrics.js'
import { record } from './record.js'
import type { AuditedMessage } from './record.js'
import type { Relay } from './relay.js'
import { LEDGER, METRICS, RELAY } from './tokens.js'

/** claims.audited → Postgres, claims.screened; and the relay is told that corrections may wait. */
@Controller()
export class AuditedController {
  constructor(
    @Inject(LEDGER) private readonly ledger: DataSource,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(METRICS) private readonly metrics: LedgerMetrics,
  ) {}

  @OnEvents(TOPICS.audited)
  async onAudited(@Payload() messages: Received[], @Ctx() { stage }: BatchContext): Promise<Outgoing[]> {
    const read = messages.map(auditedIn)
    const broken = messages
      .filter((_, at) => read[at] === undefined)
      .map((message) => quarantineOf(message, { code: 'schema', stage, attempts: 1 }))
    const events = await record(
      this.ledger,
      this.metrics,
      read.filter((arrival) => arrival !== undefined),
      stage,
    )
    this.relay.wake()
    return [...events, ...broken]
  }
}

function auditedIn(message: Received): AuditedMessage | undefined {
  const result = resultIn(message)
  return result && { origin: message.origin, traceparent: traceparentIn(message.headers), result, message }
}

function resultIn({ value, headers }: Received): AuditedMessage['result'] | undefined {
  const read = parseVoid(value, envelopeIn(headers))
  if (read !== undefined) return 'voided' in read ? voidedVersionOf(read.voided) : undefined
  try {
    const result: unknown = JSON.parse((value ?? '').toString())
    return isAuditResult(result) ? result : undefined
  } catch {
    return undefined
  }
}
