import type { BillHold } from '@claims-audit/contracts'
import { DEFAULT_BILL_HOLD } from '@claims-audit/decisions'
import type { DataSource, QueryRunner } from 'typeorm'
import { asTenant } from '../sql/as-tenant.js'
import { insertRows } from '../sql/insert-rows.js'
import { rowsOf } from '../tables/table.js'
import { TENANT_SETTING } from '../tables/work-acts.js'
import type { TenantSetting } from '../tables/work-acts.js'
import type { Actor } from './actor.js'

/** Settings are committed in the order of their numbers: a stage that has seen one has seen all before it. */
const SETTINGS_LOCK = 7_302_048

export type SettingName = TenantSetting['name']

/** Keeps a setting of the caller's tenant; the former ones stay. */
export async function setTenantSetting(
  ledger: DataSource,
  caller: Actor,
  name: SettingName,
  value: unknown,
): Promise<void> {
  const { tenant, person } = caller
  await asTenant(ledger, caller, async (runner) => {
    await runner.query('select pg_advisory_xact_lock($1)', [SETTINGS_LOCK])
    await insertRows(runner, rowsOf(TENANT_SETTING, [{ tenant, name, body: JSON.stringify(value), person }]))
  })
}

/** What the caller's tenant has set; undefined where nothing. */
export const findTenantSetting = (ledger: DataSource, caller: Actor, name: SettingName): Promise<unknown> =>
  asTenant(ledger, caller, (runner) => settingOf(runner, caller.tenant, name))

/** The same, within a transaction. */
export async function settingOf(runner: QueryRunner, tenant: string, name: SettingName): Promise<unknown> {
  const [row]: { body: string }[] = await runner.query(
    'select body from tenant_setting where tenant = $1 and name = $2 order by id desc limit 1',
    [tenant, name],
  )
  return row === undefined ? undefined : JSON.parse(row.body)
}

/** How long the tenant holds bills after discharge. */
export const billHoldOf = async (runner: QueryRunner, tenant: string): Promise<BillHold> =>
  ((await settingOf(runner, tenant, 'bill-hold')) ?? DEFAULT_BILL_HOLD) as BillHold
