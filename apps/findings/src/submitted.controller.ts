import { Controller, Inject } from '@nestjs/common'
import { Ctx, Payload } from '@nestjs/microservices'
import { voidedVersionOf } from '@claims-audit/audit'
import type { VoidedVersion } from '@claims-audit/audit'
import { parseVoid } from '@claims-audit/claim'
import { TOPICS } from '@claims-audit/contracts'
import type { Reason } from '@claims-audit/contracts'
import { OnEvents, envelopeIn, inTurns, quarantineOf, traceparentIn } from '@claims-audit/event-log'
import type { BatchContext, Outgoing, Received } from '@claims-audit/event-log'
import { LongAudits } from '@claims-audit/long-audits'
import type { JudgedBy } from '@claims-audit/long-audits'
import type { DataSource } from 'typeorm'
import type { LedgerMetrics } from './ledger-metrics.js'
import { record } from './record.js'
import type { AuditedMessage } from './record.js'
import type { Relay } from './relay.js'
import { LEDGER, METRICS, RELAY } from './tokens.js'

/** The fused mode, for a small site: the whole audit in this process, claims.submitted straight → Postgres. */
@Controller()
export class SubmittedController {
  constructor(
    @Inject(LEDGER) private readonly ledger: DataSource,
    @Inject(LongAudits) private readonly audits: LongAudits,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(METRICS) private readonly metrics: LedgerMetrics,
  ) {}

  @OnEvents(TOPICS.submitted)
  async onSubmitted(@Payload() messages: Received[], @Ctx() { stage, signal }: BatchContext): Promise<Outgoing[]> {
    const audited = await inTurns(messages, signal, (message) => this.audit(message))
    const [arrivals, quarantined]: [AuditedMessage[], Outgoing[]] = [[], []]
    audited.forEach((each, at) => {
      if ('result' in each) arrivals.push(each)
      else quarantined.push(quarantineOf(messages[at] as Received, { ...each.rejected, stage, attempts: 1 }))
    })
    const events = await record(this.ledger, this.metrics, arrivals, stage)
    this.relay.wake()
    return [...events, ...quarantined]
  }

  private audit(message: Received): Audited | Promise<Audited> {
    const envelope = envelopeIn(message.headers)
    const read = parseVoid(message.value, envelope)
    if (read !== undefined) return auditedMessage(message, 'voided' in read ? voidedVersionOf(read.voided) : read)
    const judged = this.audits.audit(message.value, envelope)
    return judged instanceof Promise
      ? judged.then((long) => auditedMessage(message, long))
      : auditedMessage(message, judged)
  }
}

type Audited = AuditedMessage | { rejected: Reason }

function auditedMessage(message: Received, judged: JudgedBy['audit'] | VoidedVersion): Audited {
  return 'rejected' in judged
    ? judged
    : { origin: message.origin, traceparent: traceparentIn(message.headers), result: judged, message }
}
