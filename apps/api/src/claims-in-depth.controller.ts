import { Controller, Get, Inject, Param } from '@nestjs/common'
import { may } from '@claims-audit/access'
import type { Caller } from '@claims-audit/access'
import { askedOfSender } from '@claims-audit/audit'
import type { ClaimReading } from '@claims-audit/audit'
import { asTenant, findClaim, findClaimWork, isBindable, logAccess } from '@claims-audit/ledger'
import type { Act, ClaimWork } from '@claims-audit/ledger'
import { LongAudits } from '@claims-audit/long-audits'
import { Problem } from '@claims-audit/service'
import type { DataSource, QueryRunner } from 'typeorm'
import { Needs, Who } from './access/needs.js'
import { redacted } from './access/redacted.js'
import { LEDGER } from './tokens.js'
import { whenFree } from './when-free.js'

/** What a person who works on a claim asks about it, beside the claim itself. */
@Controller('v1/claims/:tenant/:claimId')
export class ClaimsInDepthController {
  constructor(
    @Inject(LEDGER) private readonly ledger: DataSource,
    @Inject(LongAudits) private readonly audits: LongAudits,
  ) {}

  /** Who has it, where each of its findings stands, and all that happened to it. */
  @Get('work')
  @Needs('findings:read')
  async work(@Param('claimId') claimId: string, @Who() caller: Caller): Promise<ClaimWork> {
    const work = await this.found(caller, claimId, 'view', (runner) =>
      findClaimWork(runner, caller, claimId, { mayRead: may(caller, 'findings:judge'), askedOfSender }),
    )
    return redacted(caller, work)
  }

  /** Every mention in its documents with how it is meant, and what each finding asked of them. */
  @Get('reading')
  @Needs('documents:read')
  async reading(@Param('claimId') claimId: string, @Who() caller: Caller): Promise<ClaimReading> {
    const { submitted } = await this.found(caller, claimId, 'document-view', (runner) =>
      findClaim(runner, caller.tenant, claimId),
    )
    if (submitted === null) throw new Problem(404, { detail: 'The archive does not hold this claim yet' })
    const read = await whenFree(() => this.audits.explain(submitted), 'Long claims are being read; ask again later')
    if ('rejected' in read) throw new Problem(422, { detail: 'The claim cannot be audited', errors: [read.rejected] })
    return read
  }

  private async found<T>(
    caller: Caller,
    claimId: string,
    act: Act,
    find: (runner: QueryRunner) => Promise<T | undefined>,
  ): Promise<T> {
    const found = await asTenant(this.ledger, caller, async (runner) => {
      const claim = isBindable.text(claimId) ? await find(runner) : undefined
      if (claim !== undefined) await logAccess(runner, caller, { act, claims: [claimId] })
      return claim
    })
    if (found === undefined) throw new Problem(404, { detail: 'Claim not found' })
    return found
  }
}
