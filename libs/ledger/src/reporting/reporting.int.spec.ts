import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import type { DataSource } from 'typeorm'
import { actOn, judgedClaim, recordClaims } from '../../../../test/decisions/judged-claims.js'
import { freshDatabase } from '../../../../test/fresh-database.js'
import { migrate, openLedger, setReportingLogin } from '../ledger.js'
import { REPORT_VIEWS } from './report-views.js'

/** Roles are the whole server's, so the name is this spec's alone. */
const LOGIN = 'report_of_reporting_spec'
const PASSWORD = 'a login of reports'

let ledger: DataSource
let report: pg.Client

beforeAll(async () => {
  const databaseUrl = await freshDatabase(process.env['DATABASE_URL'] ?? '', 'reporting')
  ledger = await openLedger({ databaseUrl })
  await migrate(ledger)
  await migrate(ledger)
  const claims = [judgedClaim('A', 1, 'change'), judgedClaim('B', 1, 'both')]
  await recordClaims(ledger, ...claims, { ...judgedClaim('C', 1, 'change'), tenant: 'other' })
  await actOn(ledger, 'ann', 'agree', claims[0] as (typeof claims)[0], { note: 'my own words' })
  await ledger.query(
    `do $$ begin if not exists (select from pg_roles where rolname = '${LOGIN}') then create role ${LOGIN} login password '${PASSWORD}'; end if; end $$`,
  )
  await setReportingLogin(ledger, LOGIN, 't')
  const url = new URL(databaseUrl)
  Object.assign(url, { username: LOGIN, password: PASSWORD })
  report = new pg.Client({ connectionString: url.href })
  await report.connect()
})
afterAll(async () => {
  await report?.end()
  await setReportingLogin(ledger, LOGIN, null)
  await ledger.query(`drop owned by ${LOGIN}`)
  await ledger.query(`drop role ${LOGIN}`)
  await ledger.destroy()
})

const rows = async (sql: string): Promise<Record<string, unknown>[]> => (await report.query(sql)).rows

describe('the schema for reports', () => {
  it('shows a login the rows of its tenant, whatever it sets', async () => {
    await report.query(`select set_config('app.tenant', 'other', false), set_config('app.facilities', '*', false)`)
    expect(await rows('select claim_id from reporting.claim order by 1')).toEqual([
      { claim_id: 'A' },
      { claim_id: 'B' },
    ])
    expect(await rows('select rule, state, severity from reporting.finding where claim_id = $$A$$')).toEqual([
      { rule: 'rule.change', state: 'agreed', severity: 'warning' },
    ])
    expect(await rows('select act, person, state from reporting.verdict')).toEqual([
      { act: 'agree', person: 'ann', state: 'agreed' },
    ])
    expect(await rows('select distinct code from reporting.finding_code')).toEqual([{ code: 'M43.02' }])
    expect((await rows('select kind from reporting.correction')).length).toBeGreaterThan(0)
  })

  it.each([
    'select body from audited_claim',
    'select note from work_act',
    'select * from access_log',
    'select * from reporting.login',
    'select * from tenant_setting',
    `insert into reporting.finding_code (code) values ('x')`,
    `update reporting.claim set payer = 'x'`,
    'set role claims_audit_app',
  ])('refuses %s', async (sql) => {
    await expect(report.query(sql)).rejects.toThrow(/permission denied|must be|cannot/)
  })

  it('shows a login without a tenant nothing', async () => {
    await ledger.query(`delete from reporting.login`)
    for (const { name } of REPORT_VIEWS) expect(await rows(`select from reporting.${name}`)).toEqual([])
    await setReportingLogin(ledger, LOGIN, 't')
  })

  it('names what is missing where a login is not there', async () => {
    await expect(setReportingLogin(ledger, 'no_such_login', 't')).rejects.toThrow('there is no login no_such_login')
  })

  it('is documented, view by view and column by column', () => {
    const text = readFileSync(new URL('../../../../docs/reporting.md', import.meta.url), 'utf8')
    for (const { name, columns } of REPORT_VIEWS) {
      const [, section = ''] = text.split(`## \`reporting.${name}\``)
      const [own = ''] = section.split('\n## ')
      expect([name, Object.keys(columns).filter((column) => !own.includes(`\`${column}\``))]).toEqual([name, []])
    }
  })
})
