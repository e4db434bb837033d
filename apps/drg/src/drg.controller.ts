import { Controller, Inject } from '@nestjs/common'
import { Ctx, Payload } from '@nestjs/microservices'
import { auditDrg } from '@claims-audit/audit'
import { TOPICS, VOIDED, claimKey, isValidatedClaim, typeOf } from '@claims-audit/contracts'
import type { ValidatedClaim } from '@claims-audit/contracts'
import { OnEvents, Rejected, each, envelopeIn, forward } from '@claims-audit/event-log'
import type { BatchContext, Outgoing, Received } from '@claims-audit/event-log'

type GroupingKnowledge = Parameters<typeof auditDrg>[1]

export const KNOWLEDGE = Symbol('knowledge')

/**
 * claims.validated → claims.audited: the MS-DRG as submitted and as proposed, each proposal priced by regrouping, and
 * `drg.*`. Voids go on.
 */
@Controller()
export class DrgController {
  private readonly auditAll = each((message) => passedOn(message) ?? audit(message, this.knowledge))

  constructor(@Inject(KNOWLEDGE) private readonly knowledge: GroupingKnowledge) {}

  @OnEvents(TOPICS.validated)
  onValidated(@Payload() messages: Received[], @Ctx() context: BatchContext): Promise<Outgoing[]> {
    return this.auditAll(messages, context)
  }
}

function passedOn(message: Received): Outgoing | undefined {
  const { key, value, headers } = message
  if (envelopeIn(headers).type !== VOIDED) return undefined
  return forward(message, { topic: TOPICS.audited, key: String(key ?? ''), type: VOIDED, value: value ?? '' })
}

function audit(message: Received, knowledge: GroupingKnowledge): Outgoing {
  const result = auditDrg(validatedIn(message), knowledge)
  return forward(message, {
    topic: TOPICS.audited,
    key: claimKey(result.tenant, result.claimId),
    type: typeOf(TOPICS.audited),
    value: JSON.stringify(result),
  })
}

function validatedIn({ value }: Received): ValidatedClaim {
  const validated = json(value)
  if (isValidatedClaim(validated)) return validated
  const error = isValidatedClaim.errors?.[0]
  throw new Rejected({ code: 'schema', ...(error && { pointer: error.instancePath, keyword: error.keyword }) })
}

function json(value: Buffer | null): unknown {
  try {
    return JSON.parse((value ?? '').toString())
  } catch {
    throw new Rejected({ code: 'not-json' })
  }
}
