import { Controller, Inject } from '@nestjs/common'
import { Ctx, Payload } from '@nestjs/microservices'
import { parseVoid } from '@claims-audit/claim'
import type { ParsedVoid } from '@claims-audit/claim'
import { TOPICS, VOIDED, claimKey, typeOf } from '@claims-audit/contracts'
import { OnEvents, Rejected, each, envelopeIn, forward } from '@claims-audit/event-log'
import type { BatchContext, Outgoing, Received } from '@claims-audit/event-log'
import { LongAudits } from '@claims-audit/long-audits'
import type { JudgedBy } from '@claims-audit/long-audits'

/**
 * claims.submitted → claims.validated: every code and documentation rule, and how the record supports each billed code.
 * Voids go on.
 */
@Controller()
export class ValidateController {
  private readonly validateAll = each((message) => {
    const envelope = envelopeIn(message.headers)
    const read = parseVoid(message.value, envelope)
    if (read !== undefined) return passedOn(message, read)
    const judged = this.audits.validate(message.value, envelope)
    return judged instanceof Promise ? judged.then((long) => validated(message, long)) : validated(message, judged)
  })

  constructor(@Inject(LongAudits) private readonly audits: LongAudits) {}

  @OnEvents(TOPICS.submitted)
  onSubmitted(@Payload() messages: Received[], @Ctx() context: BatchContext): Promise<Outgoing[]> {
    return this.validateAll(messages, context)
  }
}

function passedOn(message: Received, read: ParsedVoid): Outgoing {
  if ('rejected' in read) throw new Rejected(read.rejected)
  const { voided } = read
  return forward(message, {
    topic: TOPICS.validated,
    key: claimKey(voided.tenant, voided.claimId),
    type: VOIDED,
    value: JSON.stringify(voided),
  })
}

function validated(message: Received, judged: JudgedBy['validate']): Outgoing {
  if ('rejected' in judged) throw new Rejected(judged.rejected)
  const { validated } = judged
  return forward(message, {
    topic: TOPICS.validated,
    key: claimKey(validated.claim.tenant, validated.claim.claimId),
    type: typeOf(TOPICS.validated),
    value: JSON.stringify(validated),
  })
}
