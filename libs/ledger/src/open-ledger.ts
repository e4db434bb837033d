import 'reflect-metadata'
import { Socket } from 'node:net'
import { DataSource } from 'typeorm'
import { LedgerTables1 } from './migrations/1-ledger-tables.js'
import { QuarantineActs2 } from './migrations/2-quarantine-acts.js'
import { AuditRuns4 } from './migrations/4-audit-runs.js'
import { ArchivedBlocks5 } from './migrations/5-archived-blocks.js'
import { LogEpochs6 } from './migrations/6-log-epochs.js'
import { FindingRow } from './entities/finding-row.js'
import { ResultRow } from './entities/result-row.js'

export interface LedgerOptions {
  /** postgres://user:password@host:port/database */
  databaseUrl: string
  /** Connections held at most; a process that only writes batches needs few. */
  poolSize?: number
  applicationName?: string
  /**
   * A connection on which nothing came for so long is given up, and the server ends a transaction that has heard nothing for so long: either end may be
   * gone without a word, and TCP alone takes a quarter of an hour to say so (Linux, tcp(7): tcp_retries2). By default nobody hurries, as for reports.
   */
  silenceMs?: number
  /** For a process that reads by key only, and the same statements all day. */
  byKey?: boolean
}

/**
 * A statement that is planned while its tables are empty would be planned as a scan of them, and scan them ever after: a batch then costs more with every
 * row that is stored. Who reads by key alone has plans by index, made once.
 */
const BY_KEY = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off'

function impatient(silenceMs: number): Socket {
  const socket = new Socket()
  return socket.setTimeout(silenceMs, () => socket.destroy(Object.assign(new Error('The database has gone silent'), { code: 'ETIMEDOUT' })))
}

/** Connects to the ledger's database. Throws when it cannot be reached. */
export async function openLedger({ databaseUrl, poolSize = 4, applicationName = 'claims-audit', silenceMs, byKey = false }: LedgerOptions): Promise<DataSource> {
  return new DataSource({
    type: 'postgres',
    url: databaseUrl,
    poolSize,
    applicationName,
    extra: {
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      ...(byKey && { options: BY_KEY }),
      ...(silenceMs !== undefined && { stream: () => impatient(silenceMs), idle_in_transaction_session_timeout: silenceMs }),
    },
    entities: [FindingRow, ResultRow],
    migrations: [LedgerTables1, QuarantineActs2, AuditRuns4, ArchivedBlocks5, LogEpochs6],
    migrationsTableName: 'migration',
    synchronize: false,
  }).initialize()
}

/** One number for everybody who migrates this database. */
const MIGRATION_LOCK = 7_302_043

/** Brings the tables up to date. Of several processes that start at once, one does it and the others wait for it. Returns the names of what ran. */
export async function migrate(ledger: DataSource): Promise<string[]> {
  const runner = ledger.createQueryRunner()
  await runner.connect()
  try {
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    const ran = await ledger.runMigrations({ transaction: 'each' })
    return ran.map((migration) => migration.name)
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
    await runner.release()
  }
}
