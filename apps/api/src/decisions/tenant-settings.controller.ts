import { Body, Controller, Get, Inject, Put } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { isRanking, isReasonCodes, isReleasePolicy } from '@claims-audit/contracts'
import type { Ranking, ReasonCodes, ReleasePolicy } from '@claims-audit/contracts'
import { DEFAULT_RANKING, DEFAULT_REASONS } from '@claims-audit/decisions'
import { findTenantSetting, setTenantSetting } from '@claims-audit/ledger'
import type { SettingName } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'
import { Needs, Who } from '../access/needs.js'
import { LEDGER } from '../tokens.js'
import { readBody } from '../read-body.js'

/** What a tenant sets for its auditors. Former settings are kept. */
@Controller('v1')
export class TenantSettingsController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  @Get('release-policy')
  @Needs('settings:read')
  policy(@Who() caller: Caller): Promise<ReleasePolicy> {
    return this.find(caller, 'release-policy', [])
  }

  @Put('release-policy')
  @Needs('settings:write')
  setPolicy(@Who() caller: Caller, @Body() body: unknown): Promise<ReleasePolicy> {
    return this.set(caller, 'release-policy', readBody(body, isReleasePolicy))
  }

  @Get('reason-codes')
  @Needs('settings:read')
  reasons(@Who() caller: Caller): Promise<ReasonCodes> {
    return this.find(caller, 'reason-codes', DEFAULT_REASONS)
  }

  @Put('reason-codes')
  @Needs('settings:write')
  setReasons(@Who() caller: Caller, @Body() body: unknown): Promise<ReasonCodes> {
    return this.set(caller, 'reason-codes', readBody(body, isReasonCodes))
  }

  @Get('ranking')
  @Needs('settings:read')
  ranking(@Who() caller: Caller): Promise<Ranking> {
    return this.find(caller, 'ranking', DEFAULT_RANKING)
  }

  @Put('ranking')
  @Needs('settings:write')
  setRanking(@Who() caller: Caller, @Body() body: unknown): Promise<Ranking> {
    return this.set(caller, 'ranking', readBody(body, isRanking))
  }

  private async find<T extends Rows>(caller: Caller, name: SettingName, unset: readonly unknown[]): Promise<T> {
    return { rows: (await findTenantSetting(this.ledger, caller, name)) ?? unset } as T
  }

  private async set<T extends Rows>(caller: Caller, name: SettingName, setting: T): Promise<T> {
    await setTenantSetting(this.ledger, caller, name, setting.rows)
    return setting
  }
}

/** Each setting is a list of rows. */
interface Rows {
  rows: unknown[]
}
