import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { DataSource } from 'typeorm'
import { freshLedger } from '../../../../test/fresh-database.js'
import { openLedger } from '../ledger.js'
import { asTenant } from '../sql/as-tenant.js'
import { selectWork } from './find-work.js'
import { WORK_QUEUES } from './queues.js'
import { WORK_SORTS } from './scopes.js'
import type { WorkSort } from './scopes.js'

const ACTOR = { tenant: 't1', person: 'p3', facilities: null, roles: ['auditor'] as const }

let ledger: DataSource

beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await freshLedger(process.env['DATABASE_URL'] ?? '', 'worklist') })
  // Two tenants; a third of the findings is active, of which a fifth has begun and some have an owner.
  await ledger.query(`
insert into work_finding (finding_id, revision, tenant, claim_id, version, rule_id, severity, discharge_date, amount_cents, is_open, state, active, owner, due_from, impact_cents, recorded_at)
select md5(n::text)::uuid, 0, 't' || n % 2, 'c' || n, 1, 'r' || n % 20, 1 + n % 3, date '2026-01-01' + n % 300, n, n % 3 < 2,
  case n % 3 when 0 then case when n % 5 = 0 then 1 + n % 5 + n % 4 else 0 end else 6 end, n % 3 = 0,
  case when n % 30 = 0 then 'p' || n % 8 else '' end, date '2026-01-05' + n % 300, (n * 7919) % 1000003, timestamptz '2026-01-01' + n * interval '1 minute'
from generate_series(1, 60000) n`)
  await ledger.query('vacuum analyze work_finding')
})
afterAll(() => ledger.destroy())

const sorts = Object.keys(WORK_SORTS) as WorkSort[]
const OFFERED = WORK_QUEUES.flatMap((queue) =>
  sorts.flatMap((sort) => [false, true].map((descending) => ({ queue, sort, descending }))),
)

const LATER: Record<WorkSort, string> = {
  due: '2026-06-01',
  impact: '500000',
  severity: '2',
  recordedAt: '2026-01-20 00:00:00+00',
}
const cursorOf = (sort: WorkSort): string =>
  Buffer.from(JSON.stringify([sort, LATER[sort], '80000000-0000-4000-8000-000000000000'])).toString('base64url')

describe('a page under row-level security', () => {
  it.each(OFFERED)('of $queue by $sort, descending: $descending, is read in order by an index', async (offered) => {
    const { sql, values } = selectWork(ACTOR, { ...offered, filter: {}, limit: 50, cursor: cursorOf(offered.sort) })
    const plan = await asTenant(ledger, ACTOR, async (runner) => {
      await runner.query('set local enable_sort = off')
      const rows: Record<string, string>[] = await runner.query(`explain (costs off) ${sql}`, values)
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    })
    expect(plan).not.toMatch(/Sort|Seq Scan on work_finding/)
    // The cursor's place is found in the index, not by passing over rows.
    expect(plan).toMatch(/Index Cond: .*ROW\(/)
  })
})
