import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common'
import type { Finding } from '@claims-audit/contracts'
import { isTransient, kindOf } from '@claims-audit/event-log'
import { LongAudits } from '@claims-audit/long-audits'
import type { JudgedBy } from '@claims-audit/long-audits'
import { Problem } from '@claims-audit/service'
import { bytesOf } from './bytes-of.js'
import { refused } from './refused.js'

/** Notes before they are signed. Nothing is kept, and nothing goes to Kafka. */
@Controller()
export class DocumentationController {
  constructor(@Inject(LongAudits) private readonly audits: LongAudits) {}

  /** A claim as it would be submitted, mostly without its diagnoses: what its record lacks or disputes. */
  @Post('v1/documentation\\:check')
  @HttpCode(200)
  async check(@Body() body: unknown): Promise<{ findings: Finding[] }> {
    const judged = await this.judge(bytesOf(body))
    if ('rejected' in judged) throw refused(REFUSAL, [judged.rejected, ...(judged.others ?? [])])
    return { findings: judged.validated.findings }
  }

  private async judge(record: Buffer): Promise<JudgedBy['check']> {
    try {
      return await this.audits.check(record)
    } catch (error) {
      if (!isTransient(error)) throw error
      throw new Problem(503, { detail: `Long records are being checked; send this one again later (${kindOf(error)})` })
    }
  }
}

const REFUSAL = 'The record is invalid'
