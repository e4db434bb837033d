import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { DataSource } from 'typeorm'
import { migrateUpTo } from '../../../../test/former-ledger.js'
import { freshDatabase } from '../../../../test/fresh-database.js'
import { ARCHIVED_BLOCK } from '../archive/archive.js'
import { CORRECTION_1, FINDING_1, OUTBOX_1, OUTCOME_1, RESULT_1, RUN_FINDING_1, RUN_RESULT_1 } from '../forms/form-1.js'
import { migrate, openLedger } from '../ledger.js'
import { AUDITED_CLAIM, RUN_CLAIM } from './audited-claim.js'
import { CLAIM_VERSION } from './claim-version.js'
import { CLAIM_CORRECTION, CLAIM_OUTCOME, OUTBOX } from './claim-events.js'
import { CORRECTION_FATE } from './correction-fate.js'
import { PROVIDER_QUERY, QUERY_ACT } from './provider-queries.js'
import { QUARANTINE } from './quarantine.js'
import { RUN_SKIPPED } from './run-skipped.js'
import { SAVED_VIEW } from './saved-view.js'
import type { Table } from './table.js'
import { TENANT_SETTING, WORK_ACT } from './work-acts.js'
import { WORK_CODE, WORK_COUNT, WORK_FINDING } from './work-rows.js'

const FORM_1 = [OUTCOME_1, RESULT_1, FINDING_1, CORRECTION_1, OUTBOX_1, RUN_RESULT_1, RUN_FINDING_1]
const FORM_2 = [CLAIM_OUTCOME, AUDITED_CLAIM, CLAIM_CORRECTION, OUTBOX, RUN_CLAIM, WORK_FINDING, WORK_CODE, WORK_COUNT]
const BOTH = [QUARANTINE, ARCHIVED_BLOCK, RUN_SKIPPED]
const OF_WORK = [WORK_ACT, TENANT_SETTING, CORRECTION_FATE, PROVIDER_QUERY, QUERY_ACT, SAVED_VIEW, CLAIM_VERSION]

let [former, current]: DataSource[] = []

beforeAll(async () => {
  const open = async (): Promise<DataSource> =>
    openLedger({ databaseUrl: await freshDatabase(process.env['DATABASE_URL'] ?? '', 'tables') })
  ;[former, current] = [await open(), await open()]
  await migrateUpTo(former, 'ClaimsInOneRow')
  await migrate(current)
})
afterAll(() => Promise.all([former?.destroy(), current?.destroy()]))

/** What a column of the database may be called in a definition. */
const NAMES: Record<string, string> = {
  integer: 'int',
  boolean: 'bool',
  'timestamp with time zone': 'timestamptz',
  ARRAY: 'text[]',
}

/** Filled by the database itself. */
const OF_THE_DATABASE = ['id', 'recorded_at', 'expired']

async function held(ledger: DataSource | undefined, table: string): Promise<Record<string, string>> {
  const rows: { name: string; type: string }[] =
    (await ledger?.query(
      'select column_name as name, data_type as type from information_schema.columns where table_schema = current_schema() and table_name = $1',
      [table],
    )) ?? []
  return Object.fromEntries(
    rows.filter(({ name }) => !OF_THE_DATABASE.includes(name)).map(({ name, type }) => [name, NAMES[type] ?? type]),
  )
}

const defined = ({ columns }: Table<never>): Record<string, string> =>
  Object.fromEntries(Object.entries(columns).map(([name, { type }]) => [name, type]))

describe('a ledger in form 1', () => {
  it('can go back to the release before, which then begins runs as it did', async () => {
    await migrate(former as DataSource)
    for (const _ of [
      'Arrivals',
      'Readings',
      'Voids',
      'IdempotentAnswers',
      'Stays',
      'ClaimVersions',
      'ExportFiles',
      'Retention',
      'BillHold',
      'Samples',
      'QuarantineOverHttp',
      'Worklist',
      'Decisions',
      'Access',
      'ClaimsInOneRow',
    ])
      await former?.undoLastMigration()
    await former?.query('select make_run_partitions(1)')
    expect(
      await former?.query(
        `select to_regclass('run_result_1') is not null as made, to_regclass('audited_claim') as left`,
      ),
    ).toEqual([{ made: true, left: null }])
  })
})

describe('the definition of a table', () => {
  it.each([...FORM_1, ...BOTH].map((table) => [table.name, table] as [string, Table<never>]))(
    'has the columns of %s in form 1',
    async (name, table) => expect(defined(table)).toEqual(await held(former, name)),
  )

  it.each([...FORM_2, ...BOTH, ...OF_WORK].map((table) => [table.name, table] as [string, Table<never>]))(
    'has the columns of %s in form 2',
    async (name, table) => expect(defined(table)).toEqual(await held(current, name)),
  )
})
