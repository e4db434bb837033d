import type { DataSource, QueryRunner } from 'typeorm'
import { asTenant } from '../sql/as-tenant.js'
import { FINDING_SORTS, cursorOf, listRows, withBodies } from './find-findings.js'
import type { FindingFilter, FindingPage, FoundFinding, ListedRow, PageRequest } from './find-findings.js'

const NO_TENANT = { tenant: '', person: '', facilities: null }

/** The tenants that have findings, by name. */
export const ledgerTenants = (ledger: DataSource): Promise<string[]> =>
  asTenant(ledger, NO_TENANT, async (runner) => {
    const rows: { tenant: string }[] = await runner.query('select tenant from ledger_tenants() as t(tenant)')
    return rows.map(({ tenant }) => tenant)
  })

/**
 * A page over several tenants, each asked in a transaction of its own, since a transaction sees one. The server merges
 * them, for it alone knows the order of its texts. Throws RangeError on a cursor that is not ours.
 */
export async function findInTenants(
  ledger: DataSource,
  { tenants, person }: { tenants: readonly string[]; person: string },
  filter: FindingFilter,
  page: PageRequest,
): Promise<FindingPage> {
  const within = <T>(tenant: string, work: (runner: QueryRunner) => Promise<T>): Promise<T> =>
    asTenant(ledger, { tenant, person, facilities: null }, work)
  const rows: ListedRow[] = []
  // An empty ledger is asked as well, so that a wrong cursor is refused there too.
  for (const tenant of tenants.length === 0 ? [''] : tenants)
    rows.push(...(await within(tenant, (runner) => listRows(runner, { ...filter, tenant }, page))))
  const merged = await inOrder(ledger, rows, page)
  const listed = merged.slice(0, page.limit)
  const found = new Map<string, FoundFinding>()
  for (const [tenant, own] of Map.groupBy(listed, (row) => row.tenant))
    for (const item of await within(tenant, (runner) => withBodies(runner, own)))
      found.set(`${item.findingId}/${item.revision}`, item)
  return {
    items: listed.flatMap(({ finding_id, revision }) => found.get(`${finding_id}/${revision}`) ?? []),
    cursor: cursorOf(merged, page),
  }
}

async function inOrder(
  ledger: DataSource,
  rows: ListedRow[],
  { sort, descending, limit }: PageRequest,
): Promise<ListedRow[]> {
  const by = [`sorted::${FINDING_SORTS[sort][1]}`, 'id', 'revision'].map((key) => `${key}${descending ? ' desc' : ''}`)
  const order: { at: number }[] = await ledger.query(
    `select at::int as at from unnest($1::text[], $2::uuid[], $3::int[]) with ordinality as t(sorted, id, revision, at)
     order by ${by.join(', ')} limit ${limit + 1}`,
    (['sorted', 'finding_id', 'revision'] as const).map((name) => rows.map((row) => row[name])),
  )
  return order.flatMap(({ at }) => rows[at - 1] ?? [])
}
