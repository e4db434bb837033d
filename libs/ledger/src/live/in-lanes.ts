import type { PoolClient, QueryResult } from 'pg'
import type { DataSource, QueryRunner } from 'typeorm'
import { GENERATION } from './generation.js'

/** Namespace of the advisory locks by which writers of one claim take turns. */
const LANE_LOCKS = 7_302_044

/** What the ledger says of itself once the lanes are locked. */
export interface LedgerState {
  /** How often it was restored from an older backup. */
  generation: number
  /** How it keeps claims (ADR 23). */
  form: 1 | 2
  /** Rises with each setting of a tenant. */
  settings: string
}

/**
 * A transaction that holds the lanes' locks, taken in ascending order, so that two batches never wait for each other
 * crosswise. It begins, locks and asks in one message, for each further one is a wait for the server; the statements see
 * what was committed before each, so the state is that after the locks (manual, 13.2.1 and 54.2.3).
 */
export async function inLanes<T>(
  ledger: DataSource,
  lanes: readonly number[],
  work: (runner: QueryRunner, state: LedgerState) => Promise<T>,
): Promise<T> {
  const runner = ledger.createQueryRunner()
  try {
    const client = (await runner.connect()) as PoolClient
    try {
      const state = await begin(client, lanes)
      const done = await work(runner, state)
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

async function begin(client: PoolClient, lanes: readonly number[]): Promise<LedgerState> {
  return stateAfter(client, `begin; ${lockAndAsk(lanes)}`)
}

/** The same locks within a transaction that has begun. */
export async function lockLanes(runner: QueryRunner, lanes: readonly number[]): Promise<LedgerState> {
  return stateAfter((await runner.connect()) as PoolClient, lockAndAsk(lanes))
}

function lockAndAsk(lanes: readonly number[]): string {
  const ordered = [...new Set(lanes)].sort((a, b) => a - b)
  return `select pg_advisory_xact_lock(${LANE_LOCKS}, lane) from unnest('{${ordered.join(',')}}'::int[]) as lane;
     select ${GENERATION} as generation, form, (select coalesce(max(id), 0) from tenant_setting)::text as settings from ledger_form`
}

async function stateAfter(client: PoolClient, statements: string): Promise<LedgerState> {
  const results = (await client.query(statements)) as unknown as QueryResult<LedgerState>[]
  return results.at(-1)?.rows[0] as LedgerState
}
