import type { Known } from '@claims-audit/audit'
import { personsFor } from '@claims-audit/decisions'
import type { ReleasePolicyRow } from '@claims-audit/contracts'
import type { DataSource, QueryRunner } from 'typeorm'

/** The release policy of each tenant that has one. */
export type Policies = ReadonlyMap<string, readonly ReleasePolicyRow[]>

const held = new WeakMap<DataSource, { settings: string; policies: Policies }>()

/** The policies of all tenants. They are read again only where a tenant has set something since: `settings` says so. */
export async function policiesAt(runner: QueryRunner, settings: string): Promise<Policies> {
  const before = held.get(runner.connection)
  if (before?.settings === settings) return before.policies
  const rows: { tenant: string; body: string }[] = await runner.query(
    `select distinct on (tenant) tenant, body from tenant_setting where name = 'release-policy' order by tenant, id desc`,
  )
  const policies = new Map(rows.map(({ tenant, body }) => [tenant, JSON.parse(body) as ReleasePolicyRow[]]))
  held.set(runner.connection, { settings, policies })
  return policies
}

/** Whether a finding's correction goes out without a person. */
export const releasedBy =
  (policies: Policies): Known['isReleased'] =>
  ({ tenant, facets }, { ruleId, severity }) => {
    const policy = policies.get(tenant)
    return policy === undefined || personsFor(policy, { ruleId, severity, payerId: facets.payerId }) === 0
  }
