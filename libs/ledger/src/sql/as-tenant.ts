import type { Caller } from '@claims-audit/access'
import type { DataSource, QueryRunner } from 'typeorm'

/**
 * The one door to a tenant's rows for those who ask over HTTP: a transaction that says whose it is. Row-level security
 * reads `app.tenant` with equality alone, for any other form of policy loses the order of the indexes (ADR 27). The setting ends
 * with the transaction, so that a connection of the pool never carries it to the next request.
 */
export async function asTenant<T>(
  ledger: DataSource,
  { tenant, person }: Pick<Caller, 'tenant' | 'person'>,
  work: (runner: QueryRunner) => Promise<T>,
): Promise<T> {
  return ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    await runner.query(`select set_config('app.tenant', $1, true), set_config('app.person', $2, true)`, [
      tenant,
      person,
    ])
    return work(runner)
  })
}
