/**
 * `npm run bench -- lists [--findings 10000000] [--seed 1]`: what lists and counts cost in Postgres at that many
 * findings, 70 % of them one tenant's, as the api asks them: by its role, under row-level security; the worklist's
 * first and deep pages, its counts, and analytics of three months. Only the narrow rows are made; bodies are read by
 * key and cost the same at any size.
 */
import { parseArgs } from 'node:util'
import {
  MEASURES,
  WORK_QUEUES,
  WORK_SORTS,
  apiLogin,
  asTenant,
  countFindings,
  countWork,
  findFindings,
  findWork,
  migrate,
  openLedger,
  sumMeasure,
} from '@claims-audit/ledger'
import type {
  FindingFilter,
  FindingSort,
  Ledger,
  Measure,
  PageRequest,
  WorkFilter,
  WorkQueue,
  WorkSort,
} from '@claims-audit/ledger'

type Session = Parameters<typeof findFindings>[0]
import { freshDatabase } from '../fresh-database.ts'
import { freshStack } from '../fresh-stack.ts'

const { values } = parseArgs({
  options: { findings: { type: 'string', default: '10000000' }, seed: { type: 'string', default: '1' } },
})
const [COUNT, SEED] = [Number(values.findings), Number(values.seed)]
/** Rows of an insert: each is a transaction of its own, as batches are. */
const CHUNK = 500_000
const REPEATS = 5
/** One finding in twenty of the large tenant's is open work. */
const OPEN_OF = 20

async function seed(ledger: Ledger): Promise<void> {
  const began = Date.now()
  await ledger.query(
    `alter table work_finding set (autovacuum_enabled = off); alter table work_code set (autovacuum_enabled = off)`,
  )
  for (let from = 1; from <= COUNT; from += CHUNK) {
    await ledger.query(ROWS, [from, Math.min(from + CHUNK - 1, COUNT), SEED])
    process.stderr.write(`\r${from + CHUNK - 1} findings, ${Math.round((Date.now() - began) / 1_000)} s`)
  }
  await ledger.query(`insert into work_code (tenant, code, finding_id, revision, recorded_at)
    select tenant, 'M' || (43 + abs(hashtext(finding_id::text)) % 57) || '.' || abs(hashtext(claim_id)) % 10, finding_id, revision, recorded_at from work_finding where is_open`)
  await ledger.query(`insert into work_count (tenant, rule_id, severity, facility_id, findings)
    select tenant, rule_id, severity, coalesce(facility_id, ''), count(*) from work_finding where active group by 1, 2, 3, 4`)
  await ledger.query('vacuum (analyze) work_finding')
  await ledger.query('vacuum (analyze) work_code')
  await ledger.query('vacuum (analyze) work_count')
  process.stderr.write('\n')
}

/** From a number alone, so that each run has the same rows: tenant, facility, rule and money are spread by hashes. */
const ROWS = `
insert into work_finding (finding_id, revision, tenant, claim_id, version, rule_id, severity, facility_id, payer_id, coder, final_drg,
  discharge_date, amount_cents, is_open, active, due_from, impact_cents, recorded_at)
select md5('f' || $3 || n)::uuid, 0, tenant, 'C-' || n / 3, 1, 'rule.' || h % 90, 1 + h % 3, 'F' || h % 40, 'P' || h % 12, 'coder-' || h % 60,
  lpad((h % 989)::text, 3, '0'), date '2025-01-01' + h % 540, (h % 9000000)::bigint, open, open, date '2025-01-05' + h % 540,
  (h % 2000000)::bigint - 500000, timestamptz '2025-01-01' + n * interval '4 seconds'
from (
  select n, abs(hashtext($3::text || n)) as h, case when n % 10 < 7 then 't01' else 't' || lpad((n % 97 + 2)::text, 2, '0') end as tenant,
    n % ${OPEN_OF} = 0 as open
  from generate_series($1::bigint, $2::bigint) as n
) as made`

const TENANT = { tenant: 't01', person: 'bench', facilities: null }

const FILTERS: [string, FindingFilter][] = [
  ['open', { status: 'open' }],
  ['open, a rule', { status: 'open', rule: 'rule.7' }],
  ['open, a severity', { status: 'open', severity: 'error' }],
  ['open, a facility', { status: 'open', facility: 'F3' }],
  ['open, a code', { status: 'open', code: 'M50.2' }],
  ['open, charges from 50,000', { status: 'open', totalChargeFrom: 50_000 }],
  ['all', {}],
]
const SORTS: FindingSort[] = ['recordedAt', 'totalCharge', 'severity', 'rule', 'claimId', 'dischargeDate']

interface Plan {
  'Execution Time': number
  'Planning Time': number
  Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number }
}

/**
 * What the statements of a request cost, planned and executed: the fastest and the slowest of some, by the server's own
 * clock.
 */
async function explained(api: Ledger, ask: (session: Session) => Promise<unknown>): Promise<object> {
  const asked: { ms: number; buffers: number }[] = []
  for (let at = 0; at < REPEATS; at++)
    await asTenant(api, TENANT, async (runner) => {
      const sum = { ms: 0, buffers: 0 }
      const query = async (sql: string, parameters?: unknown[]): Promise<unknown[]> => {
        // Bodies, by key.
        if (sql.includes('recorded_claim where')) return []
        const [row] = (await runner.query(`explain (analyze, buffers, format json) ${sql}`, parameters)) as [
          { 'QUERY PLAN': [Plan] },
        ]
        const [plan] = row['QUERY PLAN']
        sum.ms += plan['Execution Time'] + plan['Planning Time']
        sum.buffers += plan.Plan['Shared Hit Blocks'] + plan.Plan['Shared Read Blocks']
        return (await runner.query(sql, parameters)) as unknown[]
      }
      await ask({ query } as unknown as Session)
      asked.push(sum)
    })
  const times = asked.map(({ ms }) => ms).sort((a, b) => a - b)
  return { ms: round(times[0]), worstMs: round(times.at(-1)), buffers: asked.at(-1)?.buffers }
}

const round = (ms = 0): number => Math.round(ms * 100) / 100

async function page(api: Ledger, name: string, filter: FindingFilter, sort: FindingSort): Promise<void> {
  const request: PageRequest = { limit: 50, sort, descending: true }
  const first = await explained(api, (session) => findFindings(session, { ...filter, tenant: TENANT.tenant }, request))
  console.log(JSON.stringify({ list: name, sort, ...first }))
}

async function count(api: Ledger, name: string, filter: FindingFilter): Promise<void> {
  const counted = await explained(api, (session) => countFindings(session, { ...filter, tenant: TENANT.tenant }))
  console.log(JSON.stringify({ count: name, ...counted }))
}

/** Pages of the worklist that are passed before the deep one. */
const DEEP = 200
const ACTOR = { ...TENANT, roles: ['lead'] as const }

const WORK_FILTERS: [string, WorkFilter][] = [
  ['no filter', {}],
  ['a rule', { rule: 'rule.7' }],
  ['a facility', { facility: 'F3' }],
  ['a payer', { payer: 'P3' }],
  ['a coder', { coder: 'coder-3' }],
  ['a code', { codes: ['M50.2'] }],
]

/** The first page, and the one that the cursor of the last of many pages leads to. */
async function work(
  api: Ledger,
  queue: WorkQueue,
  sort: WorkSort,
  [name, filter]: [string, WorkFilter],
): Promise<void> {
  const request = { queue, filter, sort, descending: sort === 'impact', limit: 50 }
  const first = await explained(api, (session) => findWork(session as never, ACTOR, request))
  const cursor = await asTenant(api, TENANT, (runner) =>
    findWork(runner, ACTOR, { ...request, limit: 50 * DEEP }).then(
      ({ cursor: next }) => next,
      () => null,
    ),
  )
  const deep =
    cursor === null
      ? null
      : await explained(api, (session) => findWork(session as never, ACTOR, { ...request, cursor }))
  console.log(JSON.stringify({ work: queue, sort, filter: name, first, deep }))
}

async function measured(api: Ledger, measure: Measure): Promise<void> {
  const query = { from: '2026-01-01', to: '2026-04-01', filter: {}, ownPersonOnly: false, by: 'month' as const }
  const summed = await explained(api, (session) => sumMeasure(session as never, ACTOR, measure, query))
  console.log(JSON.stringify({ measure: measure.id, ...summed }))
}

const { stack } = await freshStack('lists')
try {
  const databaseUrl = await freshDatabase(stack.databaseUrl, 'lists')
  const owner = await openLedger({ databaseUrl })
  await migrate(owner)
  await seed(owner)
  const api = await openLedger({ databaseUrl: (await apiLogin(owner, databaseUrl, 'lists')) as string, poolSize: 2 })
  for (const [name, filter] of FILTERS) for (const sort of SORTS) await page(api, name, filter, sort)
  for (const [name, filter] of FILTERS) await count(api, name, filter)
  for (const queue of WORK_QUEUES)
    for (const sort of Object.keys(WORK_SORTS) as WorkSort[])
      for (const filter of queue === 'all' ? WORK_FILTERS : WORK_FILTERS.slice(0, 1))
        await work(api, queue, sort, filter)
  for (const [name, filter] of WORK_FILTERS)
    console.log(
      JSON.stringify({
        workCount: name,
        ...(await explained(api, (session) => countWork(session as never, ACTOR, filter))),
      }),
    )
  for (const measure of MEASURES) await measured(api, measure)
  await api.destroy()
  await owner.destroy()
} finally {
  await stack.stop()
}
