import type { DataSource, EntityManager, QueryRunner } from 'typeorm'

/** What statements are sent through: a connection of the pool, or a transaction. */
export type LedgerSession = DataSource | EntityManager | QueryRunner

/** What a connection is set to for its whole life. */
export interface SessionSettings {
  /** The server ends a transaction that has heard nothing for so long. */
  silenceMs?: number | undefined
  /** Reads by key only, and the same statements all day. */
  byKey?: boolean | undefined
  /** A statement that takes longer is ended. */
  statementMs?: number | undefined
  /** A statement that waits longer for a lock is ended. */
  lockMs?: number | undefined
}

/** A name of ours that a session holds only if the server heard our settings (manual, "Customized Options"). */
const MARK = 'claims_audit.session'

/**
 * The startup parameter `options`: the settings cost no round trip, and hold for the connection's life.
 *
 * A statement that is planned while its tables are empty would be planned as a scan of them, and scan them ever after:
 * a batch then costs more with every row that is stored. Who reads by key alone has plans by index, made once.
 */
export function startupOptions({ silenceMs, byKey, statementMs, lockMs }: SessionSettings): string {
  const settings = {
    [MARK]: 'direct',
    ...(byKey === true && { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off' }),
    ...(silenceMs !== undefined && { idle_in_transaction_session_timeout: silenceMs }),
    ...(statementMs !== undefined && { statement_timeout: statementMs }),
    ...(lockMs !== undefined && { lock_timeout: lockMs }),
  }
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}

/** PgBouncer answers 08P01 to a startup parameter that it does not know (its manual, ignore_startup_parameters). */
export function isRefusedByPooler(error: unknown): boolean {
  const { code, message = '' } = error as { code?: string; message?: string }
  return code === '08P01' && message.includes('startup parameter')
}

/** Whether the server has our settings: a pooler may drop the parameter instead of refusing it. */
export async function hasSettings(ledger: DataSource): Promise<boolean> {
  const [row]: { mark: string | null }[] = await ledger.query('select current_setting($1, true) as mark', [MARK])
  return row?.mark === 'direct'
}

const pooled = new WeakSet<DataSource>()

/**
 * From here on the ledger is behind a pooler that gives each transaction another session. Nothing outlives a
 * transaction there: no setting, and no statement with a name (PgBouncer before 1.21 keeps none). Settings are the
 * role's then: deploy/postgres/roles.sql.
 */
export const markPooled = (ledger: DataSource): void => void pooled.add(ledger)

export const isPooled = (ledger: DataSource): boolean => pooled.has(ledger)
