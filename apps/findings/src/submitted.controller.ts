import { Controller, Inject } from '@nestjs/common'
import { Ctx, Payload } from '@nestjs/microservices'
import { auditClaim } from '@claims-audit/audit'
import type { Knowledge } from '@claims-audit/audit'
import { parseEvent } from '@claims-audit/claim'
import { TOPICS } from '@claims-audit/contracts'
import type { Reason } from '@claims-audit/contracts'
import { OnEvents, quarantineOf, traceparentIn, typeIn } from '@claims-audit/event-log'
import type { BatchContext, Outgoing, Received } from '@claims-audit/event-log'
import type { DataSource } from 'typeorm'
import { record } from './record.js'
import type { AuditedMessage } from './record.js'
import type { Relay } from './relay.js'
import { KNOWLEDGE, LEDGER, RELAY } from './tokens.js'

/** The fused mode, for a small site: the whole audit in this process, claims.submitted straight → Postgres. */
@Controller()
export class SubmittedController {
  constructor(
    @Inject(LEDGER) private readonly ledger: DataSource,
    @Inject(KNOWLEDGE) private readonly knowledge: Knowledge,
    @Inject(RELAY) private readonly relay: Relay,
  ) {}

  @OnEvents(TOPICS.submitted)
  async onSubmitted(@Payload() messages: Received[], @Ctx() { stage }: BatchContext): Promise<Outgoing[]> {
    const arrivals: AuditedMessage[] = []
    const parked: Outgoing[] = []
    for (const message of messages) {
      const audited = audit(message, this.knowledge)
      if ('rejected' in audited) parked.push(quarantineOf(message, { ...audited.rejected, stage, attempts: 1 }))
      else arrivals.push(audited)
    }
    const events = await record(this.ledger, arrivals)
    this.relay.wake()
    return [...events, ...parked]
  }
}

function audit(message: Received, knowledge: Knowledge): AuditedMessage | { rejected: Reason } {
  const parsed = parseEvent(message.value, typeIn(message.headers))
  if ('rejected' in parsed) return parsed
  const result = auditClaim(parsed.claim, knowledge)
  return 'rejected' in result ? result : { origin: message.origin, traceparent: traceparentIn(message.headers), result, message }
}
