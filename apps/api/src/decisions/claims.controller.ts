import { Body, Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { isClaimActRequest } from '@claims-audit/contracts'
import type { ClaimAct } from '@claims-audit/decisions'
import { laneOf } from '@claims-audit/event-log'
import { actOnClaim, isBindable, takeNext } from '@claims-audit/ledger'
import type { ClaimActDone } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { Response } from 'express'
import type { DataSource } from 'typeorm'
import { Needs, Who } from '../access/needs.js'
import { LEDGER } from '../tokens.js'
import { readBody } from '../read-body.js'
import { claimRefusalProblem } from './refusals.js'

/** Who works on which claim. */
@Controller('v1')
export class ClaimsController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  @Post('claims/:tenant/:claimId\\:take')
  @Needs('findings:judge')
  @HttpCode(200)
  take(@Who() caller: Caller, @Param() at: ClaimPath, @Body() body: unknown): Promise<ClaimActDone> {
    return this.act(caller, at, 'take', body)
  }

  @Post('claims/:tenant/:claimId\\:release')
  @Needs('findings:judge')
  @HttpCode(200)
  release(@Who() caller: Caller, @Param() at: ClaimPath, @Body() body: unknown): Promise<ClaimActDone> {
    return this.act(caller, at, 'release', body)
  }

  @Post('claims/:tenant/:claimId\\:reassign')
  @Needs('findings:lead')
  @HttpCode(200)
  reassign(@Who() caller: Caller, @Param() at: ClaimPath, @Body() body: unknown): Promise<ClaimActDone> {
    return this.act(caller, at, 'reassign', body)
  }

  /** 204 where no claim is left. */
  @Post('work\\:take-next')
  @Needs('findings:judge')
  @HttpCode(200)
  async takeNext(
    @Who() caller: Caller,
    @Body() body: unknown,
    @Res({ passthrough: true }) answer: Response,
  ): Promise<ClaimActDone | undefined> {
    const { actId } = readBody(body, isClaimActRequest)
    const taken = await takeNext(this.ledger, caller, actId, laneOf)
    if (taken !== undefined && 'refused' in taken) throw claimRefusalProblem(taken)
    if (taken === undefined) answer.status(204)
    return taken
  }

  private async act(
    caller: Caller,
    { tenant, claimId }: ClaimPath,
    act: ClaimAct,
    body: unknown,
  ): Promise<ClaimActDone> {
    const { actId, to = null, note = null } = readBody(body, isClaimActRequest)
    const isOurs = tenant === caller.tenant && isBindable.text(claimId)
    const done = isOurs ? await actOnClaim(this.ledger, caller, claimId, { actId, act, to, note }, laneOf) : undefined
    if (done === undefined) throw new Problem(404, { detail: 'Claim not found' })
    if ('refused' in done) throw claimRefusalProblem(done)
    return done
  }
}

interface ClaimPath {
  tenant: string
  claimId: string
}
