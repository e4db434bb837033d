import { Body, Controller, Get, Inject, Put } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { isBillHold, isRanking, isReasonCodes, isReleasePolicy } from '@claims-audit/contracts'
import type { BillHold, Ranking, ReasonCodes, ReleasePolicy } from '@claims-audit/contracts'
import { DEFAULT_BILL_HOLD, DEFAULT_RANKING, DEFAULT_REASONS } from '@claims-audit/decisions'
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
    return this.findRows(caller, 'release-policy', [])
  }

  @Put('release-policy')
  @Needs('settings:write')
  setPolicy(@Who() caller: Caller, @Body() body: unknown): Promise<ReleasePolicy> {
    return this.setRows(caller, 'release-policy', readBody(body, isReleasePolicy))
  }

  @Get('reason-codes')
  @Needs('settings:read')
  reasons(@Who() caller: Caller): Promise<ReasonCodes> {
    return this.findRows(caller, 'reason-codes', DEFAULT_REASONS)
  }

  @Put('reason-codes')
  @Needs('settings:write')
  setReasons(@Who() caller: Caller, @Body() body: unknown): Promise<ReasonCodes> {
    return this.setRows(caller, 'reason-codes', readBody(body, isReasonCodes))
  }

  @Get('ranking')
  @Needs('settings:read')
  ranking(@Who() caller: Caller): Promise<Ranking> {
    return this.findRows(caller, 'ranking', DEFAULT_RANKING)
  }

  @Put('ranking')
  @Needs('settings:write')
  setRanking(@Who() caller: Caller, @Body() body: unknown): Promise<Ranking> {
    return this.setRows(caller, 'ranking', readBody(body, isRanking))
  }

  /** Counts from each claim's discharge, for claims that wait already too. */
  @Get('bill-hold')
  @Needs('findings:read')
  async billHold(@Who() caller: Caller): Promise<BillHold> {
    return ((await findTenantSetting(this.ledger, caller, 'bill-hold')) ?? DEFAULT_BILL_HOLD) as BillHold
  }

  @Put('bill-hold')
  @Needs('settings:write')
  async setBillHold(@Who() caller: Caller, @Body() body: unknown): Promise<BillHold> {
    const billHold = readBody(body, isBillHold)
    await setTenantSetting(this.ledger, caller, 'bill-hold', billHold)
    return billHold
  }

  private async findRows<T extends Rows>(caller: Caller, name: SettingName, unset: readonly unknown[]): Promise<T> {
    return { rows: (await findTenantSetting(this.ledger, caller, name)) ?? unset } as T
  }

  private async setRows<T extends Rows>(caller: Caller, name: SettingName, setting: T): Promise<T> {
    await setTenantSetting(this.ledger, caller, name, setting.rows)
    return setting
  }
}

/** A setting that is a list of rows. */
interface Rows {
  rows: unknown[]
}
