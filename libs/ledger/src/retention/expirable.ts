import type { Retention } from '@claims-audit/contracts'
import type { QueryRunner } from 'typeorm'
import { isHeldSql } from './legal-holds.js'

/** What each tenant keeps, and for how long; tenants that have set nothing keep everything. */
export async function retentions(runner: QueryRunner): Promise<Map<string, Retention>> {
  const rows: { tenant: string; body: string }[] = await runner.query(
    `select distinct on (tenant) tenant, body from tenant_setting where name = 'retention' order by tenant, id desc`,
  )
  return new Map(rows.map(({ tenant, body }) => [tenant, JSON.parse(body) as Retention]))
}

/** Of a tenant's claims, those of which nothing has come for so many days and that no hold keeps. */
export async function expirableOf(
  runner: QueryRunner,
  tenant: string,
  claimIds: readonly string[],
  days: number,
): Promise<string[]> {
  const rows: { claim_id: string }[] = await runner.query(EXPIRABLE, [tenant, claimIds, days])
  return rows.map(({ claim_id }) => claim_id)
}

const EXPIRABLE = `
select h.claim_id from recorded_history h where h.tenant = $1 and h.claim_id = any($2)
  and not ${isHeldSql('h.tenant', 'h.claim_id')}
group by h.claim_id having max(h.recorded_at) < now() - make_interval(days => $3) order by 1`
