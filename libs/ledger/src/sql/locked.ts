import type { PoolClient, QueryResult } from 'pg'
import type { DataSource, QueryRunner } from 'typeorm'

/**
 * A transaction that begins, locks and asks in one message, for each further one is a wait for the server; the
 * statements see what was committed before each, so what they ask is answered as it is after the locks (manual, 13.2.1
 * and 54.2.3). `work` gets the rows of the last statement.
 */
export async function inLocked<Row, T>(
  ledger: DataSource,
  statements: string,
  work: (runner: QueryRunner, rows: Row[]) => Promise<T>,
): Promise<T> {
  const runner = ledger.createQueryRunner()
  try {
    const client = (await runner.connect()) as PoolClient
    try {
      const rows = await lastRows<Row>(client, `begin; ${statements}`)
      const done = await work(runner, rows)
      await client.query('commit')
      return done
    } catch (error) {
      await client.query('rollback').catch(() => undefined)
      throw error
    }
  } finally {
    await runner.release()
  }
}

/** Runs several statements as one message; gives the rows of the last. */
export async function lastRows<Row>(client: PoolClient, statements: string): Promise<Row[]> {
  const results = (await client.query(statements)) as unknown as QueryResult<Row & object>[]
  return results.at(-1)?.rows ?? []
}

/**
 * A statement that takes the locks of a namespace in ascending order, so that two transactions never wait for each
 * other crosswise.
 */
export const locking = (namespace: number, keys: readonly number[]): string =>
  `select pg_advisory_xact_lock(${namespace}, key) from unnest('{${[...new Set(keys)].sort((a, b) => a - b).join(',')}}'::int[]) as key`
