import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common'
import { validateClaim } from '@claims-audit/audit'
import type { Knowledge } from '@claims-audit/audit'
import { parseEvent } from '@claims-audit/claim'
import type { Finding } from '@claims-audit/contracts'
import { refused } from './refused.js'

export const KNOWLEDGE = Symbol('knowledge')

/** Notes before they are signed. Nothing is kept, and nothing goes to Kafka. */
@Controller()
export class DocumentationController {
  constructor(@Inject(KNOWLEDGE) private readonly knowledge: Knowledge) {}

  /** A claim as it would be submitted, mostly without its diagnoses: what its record lacks or disputes. */
  @Post('v1/documentation\\:check')
  @HttpCode(200)
  check(@Body() body: unknown): { findings: Finding[] } {
    const parsed = parseEvent(typeof body === 'string' ? body : '')
    if ('rejected' in parsed) throw refused(REFUSAL, [parsed.rejected, ...parsed.others])
    const judged = validateClaim(parsed.claim, this.knowledge)
    if ('rejected' in judged) throw refused(REFUSAL, [judged.rejected])
    return { findings: judged.validated.findings }
  }
}

const REFUSAL = 'The record was not read'
