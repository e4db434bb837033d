import { Body, Controller, Get, Inject, Put } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { isRanking, isReasonCodes, isReleasePolicy } from '@claims-audit/contracts'
import type { Ranking, ReasonCodes, ReleasePolicy } from '@claims-audit/contracts'
import { DEFAULT_RANKING, DEFAULT_REASONS } from '@claims-audit/decisions'
import { findTenantSetting, setTenantSetting } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'
import { Needs, Who } from '../access/needs.js'
import { LEDGER } from '../tokens.js'
import { readBody } from './read-body.js'

/** What a tenant sets for its auditors. Former settings are kept. */
@Controller('v1')
export class TenantSettingsController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  @Get('release-policy')
  @Needs('findings:read')
  async policy(@Who() caller: Caller): Promise<ReleasePolicy> {
    const rows = await findTenantSetting(this.ledger, caller, 'release-policy')
    return { rows: (rows ?? []) as ReleasePolicy['rows'] }
  }

  @Put('release-policy')
  @Needs('settings:write')
  async setPolicy(@Who() caller: Caller, @Body() body: unknown): Promise<ReleasePolicy> {
    const policy = readBody(body, isReleasePolicy)
    await setTenantSetting(this.ledger, caller, 'release-policy', policy.rows)
    return policy
  }

  @Get('reason-codes')
  @Needs('findings:read')
  async reasons(@Who() caller: Caller): Promise<ReasonCodes> {
    const rows = await findTenantSetting(this.ledger, caller, 'reason-codes')
    return { rows: (rows ?? DEFAULT_REASONS) as ReasonCodes['rows'] }
  }

  @Put('reason-codes')
  @Needs('settings:write')
  async setReasons(@Who() caller: Caller, @Body() body: unknown): Promise<ReasonCodes> {
    const reasons = readBody(body, isReasonCodes)
    await setTenantSetting(this.ledger, caller, 'reason-codes', reasons.rows)
    return reasons
  }

  @Get('ranking')
  @Needs('findings:read')
  async ranking(@Who() caller: Caller): Promise<Ranking> {
    const rows = await findTenantSetting(this.ledger, caller, 'ranking')
    return { rows: (rows ?? DEFAULT_RANKING) as Ranking['rows'] }
  }

  @Put('ranking')
  @Needs('settings:write')
  async setRanking(@Who() caller: Caller, @Body() body: unknown): Promise<Ranking> {
    const ranking = readBody(body, isRanking)
    await setTenantSetting(this.ledger, caller, 'ranking', ranking.rows)
    return ranking
  }
}
