import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { isLegalHoldRequest, isLiftHoldRequest, isRetention } from '@claims-audit/contracts'
import type { Retention } from '@claims-audit/contracts'
import { findHolds, findTenantSetting, isBindable, liftHold, placeHold, setTenantSetting } from '@claims-audit/ledger'
import type { LegalHold } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { DataSource } from 'typeorm'
import { Needs, Who } from '../access/needs.js'
import { readBody } from '../read-body.js'
import { readLimit, wrongQuery } from '../read-query.js'
import { LEDGER } from '../tokens.js'

/** A tenant that has set nothing keeps everything. */
const FOR_GOOD: Retention = { documentDays: null, resultDays: null }

/** How long claims are kept, and which are kept whatever that says. */
@Controller('v1')
export class RetentionController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  @Get('retention')
  @Needs('retention:read')
  async retention(@Who() caller: Caller): Promise<Retention> {
    return ((await findTenantSetting(this.ledger, caller, 'retention')) ?? FOR_GOOD) as Retention
  }

  @Put('retention')
  @Needs('retention:write')
  async setRetention(@Who() caller: Caller, @Body() body: unknown): Promise<Retention> {
    const retention = readBody(body, isRetention)
    await setTenantSetting(this.ledger, caller, 'retention', retention)
    return retention
  }

  @Get('legal-holds')
  @Needs('retention:read')
  async holds(
    @Who() caller: Caller,
    @Query() { claim, all, ...query }: Record<string, unknown>,
  ): Promise<{ items: LegalHold[] }> {
    const limit = readLimit(query)
    if (claim !== undefined && !isBindable.text(claim)) throw wrongQuery('claim')
    if (all !== undefined && all !== 'true' && all !== 'false') throw wrongQuery('all')
    return { items: await findHolds(this.ledger, caller, { claimId: claim ?? null, all: all === 'true', limit }) }
  }

  @Post('legal-holds')
  @HttpCode(201)
  @Needs('retention:write')
  async place(@Who() caller: Caller, @Body() body: unknown): Promise<LegalHold> {
    const hold = await placeHold(this.ledger, caller, readBody(body, isLegalHoldRequest))
    if (hold === undefined) throw new Problem(409, { detail: 'The holdId belongs to another hold' })
    return hold
  }

  @Post('legal-holds/:id\\:lift')
  @HttpCode(200)
  @Needs('retention:write')
  async lift(@Who() caller: Caller, @Param('id') id: string, @Body() body: unknown): Promise<LegalHold> {
    const { reason } = readBody(body, isLiftHoldRequest)
    const hold = isBindable.uuid(id) ? await liftHold(this.ledger, caller, { holdId: id, reason }) : undefined
    if (hold === undefined) throw new Problem(404, { detail: 'Legal hold not found' })
    return hold
  }
}
