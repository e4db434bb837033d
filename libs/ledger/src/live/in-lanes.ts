import type { PoolClient } from 'pg'
import type { DataSource, QueryRunner } from 'typeorm'
import { inLocked, lastRows, locking } from '../sql/locked.js'
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

/** A transaction that holds the lanes' locks. */
export const inLanes = <T>(
  ledger: DataSource,
  lanes: readonly number[],
  work: (runner: QueryRunner, state: LedgerState) => Promise<T>,
): Promise<T> => inLocked(ledger, lockAndAsk(lanes), (runner, rows) => work(runner, rows[0] as LedgerState))

/** The same locks within a transaction that has begun. */
export async function lockLanes(runner: QueryRunner, lanes: readonly number[]): Promise<LedgerState> {
  const [state] = await lastRows<LedgerState>((await runner.connect()) as PoolClient, lockAndAsk(lanes))
  return state as LedgerState
}

const lockAndAsk = (lanes: readonly number[]): string =>
  `${locking(LANE_LOCKS, lanes)};
   select ${GENERATION} as generation, form, (select coalesce(max(id), 0) from tenant_setting)::text as settings from ledger_form`
