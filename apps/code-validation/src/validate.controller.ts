import { Controller, Inject } from '@nestjs/common'
import { Ctx, Payload } from '@nestjs/microservices'
import { validateClaim } from '@claims-audit/audit'
import type { Knowledge } from '@claims-audit/audit'
import { parseEvent } from '@claims-audit/claim'
import { TOPICS, claimKey, typeOf } from '@claims-audit/contracts'
import { OnEvents, Rejected, each, forward, typeIn } from '@claims-audit/event-log'
import type { BatchContext, Outgoing, Received } from '@claims-audit/event-log'

export const KNOWLEDGE = Symbol('knowledge')

/** claims.submitted → claims.validated: every code and documentation rule, and how the record supports each billed code. */
@Controller()
export class ValidateController {
  private readonly validateAll = each((message) => validate(message, this.knowledge))

  constructor(@Inject(KNOWLEDGE) private readonly knowledge: Knowledge) {}

  @OnEvents(TOPICS.submitted)
  onSubmitted(@Payload() messages: Received[], @Ctx() context: BatchContext): Outgoing[] {
    return this.validateAll(messages, context)
  }
}

function validate(message: Received, knowledge: Knowledge): Outgoing {
  const parsed = parseEvent(message.value, typeIn(message.headers))
  if ('rejected' in parsed) throw new Rejected(parsed.rejected)
  const judged = validateClaim(parsed.claim, knowledge)
  if ('rejected' in judged) throw new Rejected(judged.rejected)
  const { validated } = judged
  return forward(message, {
    topic: TOPICS.validated,
    key: claimKey(validated.claim.tenant, validated.claim.claimId),
    type: typeOf(TOPICS.validated),
    value: JSON.stringify(validated),
  })
}
