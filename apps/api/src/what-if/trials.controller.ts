import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import type { Trial } from '@claims-audit/audit'
import { isTrialRequest } from '@claims-audit/contracts'
import type { TrialRequest } from '@claims-audit/contracts'
import { asTenant, findClaim, logAccess } from '@claims-audit/ledger'
import { LongAudits } from '@claims-audit/long-audits'
import { Problem } from '@claims-audit/service'
import type { DataSource } from 'typeorm'
import { Needs, Who } from '../access/needs.js'
import { redacted } from '../access/redacted.js'
import { readBody } from '../read-body.js'
import { LEDGER } from '../tokens.js'
import { whenFree } from '../when-free.js'

/** What a claim would come to. Nothing is kept. */
@Controller('v1')
export class TrialsController {
  constructor(
    @Inject(LEDGER) private readonly ledger: DataSource,
    @Inject(LongAudits) private readonly audits: LongAudits,
  ) {}

  /** A claim, or a recorded one, as it is and with changes: findings, DRG with trace, weight and money. */
  @Post('claims\\:try')
  @HttpCode(200)
  @Needs('findings:read')
  async try(@Body() body: unknown, @Who() caller: Caller): Promise<Trial> {
    const request = readBody(body, isTrialRequest, 'The request is invalid')
    const { changes, msDrg = null } = request
    this.assertLoaded(msDrg)
    const asked = { claim: await this.claimOf(request, caller), changes, msDrg }
    const tried = await whenFree(() => this.audits.try(asked), 'Long claims are being tried; send this one again later')
    if ('rejected' in tried)
      throw new Problem(422, {
        detail: 'The claim or the changes are invalid',
        errors: [tried.rejected, ...(tried.others ?? [])],
      })
    return redacted(caller, tried)
  }

  private assertLoaded(msDrg: string | null): void {
    const { versions } = this.audits.knows.grouper
    if (msDrg !== null && !versions.includes(msDrg))
      throw new Problem(422, {
        detail: `MS-DRG ${msDrg} is not loaded; there are ${versions.join(', ')}`,
        errors: [{ pointer: '/msDrg', code: 'not-loaded', keyword: 'msDrg' }],
      })
  }

  /** As it was last submitted, from the archive. */
  private async claimOf({ claim, claimId }: TrialRequest, caller: Caller): Promise<unknown> {
    if (claimId === undefined) return claim
    const submitted = await asTenant(this.ledger, caller, async (runner) => {
      const found = await findClaim(runner, caller.tenant, claimId)
      if (found !== undefined) await logAccess(runner, caller, { act: 'view', claims: [claimId] })
      return found?.submitted
    })
    if (submitted === undefined) throw new Problem(404, { detail: 'Claim not found' })
    if (submitted === null) throw new Problem(404, { detail: 'The archive does not hold this claim yet' })
    return submitted
  }
}
