import type { Caller } from '@claims-audit/access'
import type { DataSource, QueryRunner } from 'typeorm'
import { facilitiesSetting } from '../access/policies.js'
import { connection } from '../access/connection.js'
import { APP, OPERATOR } from '../access/roles.js'

/** Whose rows a transaction sees. */
export type AskedAs = Pick<Caller, 'tenant' | 'person' | 'facilities'> | 'operator'

/** The connection may not take the operator's role: runs over all tenants are not for it. */
export class NoOperator extends Error {
  override name = 'NoOperator'
}

/**
 * The one door to a tenant's rows for those who ask over HTTP: a transaction that says whose it is, as the role of the
 * app. Row-level security reads `app.tenant` with equality alone, for any other form of policy loses the order of the
 * indexes (ADR 27). The settings end with the transaction, so that a connection of the pool never carries them to the
 * next request.
 */
export const asTenant = <T>(
  ledger: DataSource,
  caller: Exclude<AskedAs, 'operator'>,
  work: (runner: QueryRunner) => Promise<T>,
): Promise<T> => askedAs(ledger, caller, work)

/**
 * The same for a program on this machine, where no one signs in: runs over the claims of all tenants. Throws
 * NoOperator.
 */
export const asOperator = <T>(ledger: DataSource, work: (runner: QueryRunner) => Promise<T>): Promise<T> =>
  askedAs(ledger, 'operator', work)

const askedAs = <T>(ledger: DataSource, who: AskedAs, work: (runner: QueryRunner) => Promise<T>): Promise<T> =>
  ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    await enterAs(ledger, runner, who)
    return work(runner)
  })

/**
 * Says whose a transaction is that has begun. In a ledger without the roles it goes on as who is connected: the api
 * says so when it starts.
 */
export async function enterAs(ledger: DataSource, runner: QueryRunner, who: AskedAs): Promise<void> {
  const { mayBecomeApp, mayBecomeOperator, hasRoles } = await connection(ledger, runner)
  if (who === 'operator') {
    if (mayBecomeOperator) await runner.query(`set local role ${OPERATOR}`)
    else if (hasRoles) throw new NoOperator('the connection may not take the role claims_audit_operator')
    return
  }
  const become = mayBecomeApp ? `, set_config('role', '${APP}', true)` : ''
  await runner.query(
    `select set_config('app.tenant', $1, true), set_config('app.person', $2, true), set_config('app.facilities', $3, true)${become}`,
    [who.tenant, who.person, facilitiesSetting(who.facilities)],
  )
}
