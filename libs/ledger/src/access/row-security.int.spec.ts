import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { settle } from '@claims-audit/audit'
import type { AuditResult } from '@claims-audit/contracts'
import pg from 'pg'
import type { DataSource, QueryRunner } from 'typeorm'
import { freshDatabase } from '../../../../test/fresh-database.js'
import { resultOf } from '../../../../test/protocol/claims.js'
import {
  asOperator,
  asTenant,
  askRun,
  auditNextUnit,
  beginRun,
  endKey,
  findClaim,
  findFindings,
  forgetKeys,
  migrate,
  numberClaims,
  openLedger,
  recordBatch,
  takeKey,
} from '../ledger.js'
import type { RunEditions } from '@claims-audit/contracts'
import { APP, OPERATOR, WRITER } from './roles.js'
import { TABLE_RIGHTS } from './table-rights.js'

let ledger: DataSource
let databaseUrl = ''

beforeAll(async () => {
  databaseUrl = await freshDatabase(process.env['DATABASE_URL'] ?? '', 'rows')
  ledger = await openLedger({ databaseUrl })
  await migrate(ledger)
  for (const [n, tenant] of ['north', 'south'].entries())
    for (const [m, facility] of ['F1', 'F2'].entries()) await record(tenant, facility, n * 2 + m)
})
afterAll(() => ledger.destroy())

/** A claim of a tenant at a facility, with two findings and their correction. */
function claimOf(tenant: string, facilityId: string, offset: number): AuditResult {
  const result = resultOf({ claimId: `C-${facilityId}`, version: 1, revision: 0, content: 'both', poisoned: false })
  return {
    ...result,
    tenant,
    facets: { ...result.facets, facilityId },
    findings: result.findings.map((finding, place) => ({
      ...finding,
      findingId: `00000000-0000-5000-8000-00000000${offset}00${place}`,
    })),
  }
}

async function record(tenant: string, facilityId: string, offset: number): Promise<void> {
  const claim = claimOf(tenant, facilityId, offset)
  const origin = { topic: 'claims.submitted', partition: 0, offset: String(offset), timestamp: '1767225600000' }
  await recordBatch(ledger, { claims: [claim], origins: [origin], lanes: [0] }, (known) =>
    settle([{ origin, result: claim }], known),
  )
}

const of = (tenant: string, facilities: string[] | null = null) => ({ tenant, person: 'p', facilities })
const PAGE = { limit: 100, sort: 'claimId', descending: false } as const

/** What a statement that names no tenant shows within a transaction. */
const shown = async (runner: QueryRunner, table: string): Promise<string[]> =>
  ((await runner.query(`select distinct tenant from ${table} order by 1`)) as { tenant: string }[]).map(
    (row) => row.tenant,
  )

describe('a filter that was forgotten', () => {
  it.each(['audited_claim', 'claim_outcome', 'claim_correction', 'work_finding', 'work_code', 'work_count'])(
    'in a statement over %s shows the own tenant alone',
    async (table) => {
      expect(await asTenant(ledger, of('north'), (runner) => shown(runner, table))).toEqual(['north'])
      expect(await asTenant(ledger, of('no one-else'), (runner) => shown(runner, table))).toEqual([])
    },
  )

  it('in a list and in a page of another tenant, too', async () => {
    const found = await asTenant(ledger, of('north'), (runner) => findFindings(runner, {}, PAGE))
    expect(new Set(found.items.map(({ tenant }) => tenant))).toEqual(new Set(['north']))
    const foreign = await asTenant(ledger, of('north'), (runner) => findFindings(runner, { tenant: 'south' }, PAGE))
    expect(foreign.items).toEqual([])
    expect(await asTenant(ledger, of('north'), (runner) => findClaim(runner, 'south', 'C-F1'))).toBeUndefined()
  })

  it('shows a caller with facilities those alone', async () => {
    const limited = of('north', ['F2'])
    const found = await asTenant(ledger, limited, (runner) => findFindings(runner, {}, PAGE))
    expect(new Set(found.items.map(({ facilityId }) => facilityId))).toEqual(new Set(['F2']))
    expect(await asTenant(ledger, limited, (runner) => findClaim(runner, 'north', 'C-F1'))).toBeUndefined()
    expect(await asTenant(ledger, limited, (runner) => findClaim(runner, 'north', 'C-F2'))).toBeDefined()
    for (const table of ['audited_claim', 'claim_correction', 'work_code', 'work_finding'])
      expect(await asTenant(ledger, of('north', []), (runner) => shown(runner, table))).toEqual([])
  })

  it('shows a facility called * no more than itself', async () => {
    expect(await asTenant(ledger, of('north', ['*']), (runner) => shown(runner, 'work_finding'))).toEqual([])
  })
})

describe('a ledger without policies', () => {
  it('is asked over the one connection that a transaction holds', async () => {
    const bare = await openLedger({
      databaseUrl: await freshDatabase(process.env['DATABASE_URL'] ?? '', 'bare'),
      poolSize: 1,
      connectMs: 1_000,
    })
    const asked = [1, 2, 3].map(() => asTenant(bare, of('north'), (runner) => runner.query('select 1 as one')))
    expect(await Promise.all(asked)).toEqual([[{ one: 1 }], [{ one: 1 }], [{ one: 1 }]])
    await bare.destroy()
  })
})

describe('a page', () => {
  it.each([
    ['all facilities', null],
    ['some facilities', ['F1']],
  ])('of %s comes by an index in its order, with the tenant as its condition', async (_, facilities) => {
    const plan = await asTenant(ledger, of('north', facilities), async (runner) => {
      // A table of a few rows would be read whole.
      await runner.query('set local enable_seqscan = off')
      await runner.query('set local enable_sort = off')
      await runner.query('set local enable_bitmapscan = off')
      const rows: { 'QUERY PLAN': string }[] = await runner.query(
        'explain select * from work_finding order by recorded_at desc, finding_id desc limit 51',
      )
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    })
    expect(plan).toMatch(/Index Scan Backward using work_finding_tenant_recorded_at_finding_id_idx/)
    expect(plan).toMatch(/Index Cond: \(tenant = current_setting\('app\.tenant'/)
  })
})

describe('a transaction', () => {
  it('that named no tenant gets an error, and one after another keeps nothing of it', async () => {
    const app = new pg.Client({ connectionString: await loginOf('app_alone', APP) })
    await app.connect()
    await expect(app.query('select from work_finding')).rejects.toThrow(/unrecognized configuration parameter/)
    await app.query(
      `begin; select set_config('app.tenant', 'north', true), set_config('app.facilities', '*', true); commit`,
    )
    expect((await app.query('select * from work_finding')).rows).toEqual([])
    await app.end()
  })

  it('may not add rows of another tenant', async () => {
    const add = (runner: QueryRunner): Promise<number> => askRun(runner, { source: { kind: 'archive' } }, null, 'south')
    await expect(asTenant(ledger, of('north'), add)).rejects.toThrow(/row-level security/)
  })

  it('of an operator has the runs of all, and changes nothing else', async () => {
    await askRun(ledger, { source: { kind: 'archive' } }, null)
    await askRun(ledger, { source: { kind: 'archive' } }, null, 'south')
    const tenants = (runner: QueryRunner) => runner.query('select tenant from audit_run order by 1')
    expect(await asOperator(ledger, tenants)).toEqual([{ tenant: 'south' }, { tenant: null }])
    expect(await asTenant(ledger, of('south'), tenants)).toEqual([{ tenant: 'south' }])
    expect(await asTenant(ledger, of('north'), tenants)).toEqual([])
    await expect(asOperator(ledger, (runner) => runner.query('delete from work_finding'))).rejects.toThrow(/permission/)
  })

  it('does not drop the results of a run that is there', async () => {
    const [run]: { id: number }[] = await ledger.query('select id from audit_run limit 1')
    const drop = (runner: QueryRunner) => runner.query('select drop_run_partitions($1)', [run?.id])
    await expect(asTenant(ledger, of('north'), drop)).rejects.toThrow(/still there/)
  })
})

/** A login of its own that is nothing but a member of a role; its address. */
async function loginOf(name: string, role: string): Promise<string> {
  await ledger.query(`do $$ begin create role ${name} login; exception when duplicate_object then null; end $$`)
  await ledger.query(`alter role ${name} password 'p'; grant ${role} to ${name}`)
  const url = new URL(databaseUrl)
  url.username = name
  url.password = 'p'
  return url.href
}

describe('the writer', () => {
  it('sees all tenants, loads a run by COPY into its partition, and not who has signed in', async () => {
    const writer = await openLedger({ databaseUrl: await loginOf('writer_alone', WRITER), poolSize: 2 })
    expect(await writer.query('select distinct tenant from work_finding')).toHaveLength(2)
    const run = await askRun(writer, { source: { kind: 'archive' } }, null)
    const stretch = { kind: 'rows', file: 0, from: 0, to: 1 } as const
    await beginRun(writer, run, { editions: {} as RunEditions, inputs: [], units: [{ stretch, events: 1 }] })
    const tally = { read: 1, filtered: 0, clean: 0, findings: 1, rejected: {} }
    const results = [{ ordinal: 0, result: claimOf('north', 'F1', 0) }]
    expect(await auditNextUnit(writer, run, () => Promise.resolve({ results, rejected: [], tally, digest: 'd' }))).toBe(
      'done',
    )
    expect(await asTenant(ledger, of('south'), (runner) => shown(runner, 'run_claim'))).toEqual([])
    expect(await asTenant(ledger, of('north'), (runner) => shown(runner, 'run_claim'))).toEqual(['north'])
    await expect(writer.query(`select from session`)).rejects.toThrow(/permission/)
    await writer.destroy()
  })
})

describe('a door, as the writer', () => {
  it('numbers claims, and keeps and forgets answers', async () => {
    const writer = await openLedger({ databaseUrl: await loginOf('writer_at_the_door', WRITER), poolSize: 2 })
    const digest = `sha256:${'0'.repeat(64)}`
    const claim = { tenant: 'north', claimId: 'C-F1', replaces: [], payer: undefined, least: 1, digest }
    const asked = [{ ...claim, digestAs: () => digest }]
    // The ledger has version 1 of it.
    expect(await numberClaims(writer, asked, () => 0)).toEqual([{ claimId: 'C-F1', version: 2 }])
    const keyed = { sender: 'one', key: 'k', fingerprint: Buffer.from('f') }
    expect(await takeKey(writer, keyed, { leaseMs: 1_000, keptMs: 1_000 })).toBe('first')
    await endKey(writer, keyed, { status: 202, contentType: 'application/json', body: Buffer.from('{}') })
    await forgetKeys(writer, 1_000)
    await writer.destroy()
    await expect(asTenant(ledger, of('north'), (runner) => shown(runner, 'claim_version'))).rejects.toThrow(
      /permission/,
    )
  })
})

describe('every table, view and right', () => {
  it('of a tenant has policies for its owner too', async () => {
    const open = await ledger.query(`
      select c.relname from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped)
        and not (c.relrowsecurity and c.relforcerowsecurity
          and (select count(*) from pg_policies p where p.schemaname = current_schema() and p.tablename = c.relname and p.policyname <> 'of_report') = 3)`)
    expect(open).toEqual([])
  })

  it('is asked as who asks it, where it is a view', async () => {
    const open = await ledger.query(
      `select relname from pg_class where relnamespace = current_schema()::regnamespace and (relkind = 'm' or relkind = 'v' and not coalesce(reloptions, '{}') @> '{security_invoker=true}')`,
    )
    expect(open).toEqual([])
  })

  it.each([APP, OPERATOR])('of %s is listed, and none is on a partition', async (role) => {
    const held: { relname: string; right: string; partition: boolean }[] = await ledger.query(
      `select c.relname, lower(g.privilege_type) as right, c.relispartition as partition
       from pg_class c cross join lateral (
         select * from aclexplode(c.relacl) union all
         select g.* from pg_attribute a cross join lateral aclexplode(a.attacl) g where a.attrelid = c.oid
       ) g join pg_roles r on r.oid = g.grantee
       where c.relnamespace = current_schema()::regnamespace and r.rolname = $1`,
      [role],
    )
    expect(held.filter(({ partition }) => partition)).toEqual([])
    const listed = (table: string, right: string) =>
      TABLE_RIGHTS[role as typeof APP][table]?.some((each) => each.startsWith(right)) === true
    expect(held.filter(({ relname, right }) => !listed(relname, right))).toEqual([])
    expect(held.length).toBeGreaterThan(10)
  })

  it('that a later migration makes is covered when migrations end', async () => {
    await ledger.query('create table later (tenant text not null, claim_id text not null)')
    await ledger.query(`grant select on later to ${APP}`)
    await migrate(ledger)
    const [later] = await ledger.query(
      `select relforcerowsecurity as forced, has_table_privilege('${APP}', 'later', 'select') as open from pg_class where relname = 'later'`,
    )
    expect(later).toEqual({ forced: true, open: false })
    await ledger.query('drop table later')
  })
})
