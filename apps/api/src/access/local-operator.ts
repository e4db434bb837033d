import { NoOperator, asOperator } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { DataSource, QueryRunner } from 'typeorm'

/** Work over all tenants, for a program on this machine. Throws a 403 where the api's login has not got the role. */
export const asLocalOperator = <T>(ledger: DataSource, work: (runner: QueryRunner) => Promise<T>): Promise<T> =>
  asOperator(ledger, work).catch((error: unknown) => {
    if (!(error instanceof NoOperator)) throw error
    throw new Problem(403, { detail: 'Work over all tenants needs the database role claims_audit_operator' })
  })
