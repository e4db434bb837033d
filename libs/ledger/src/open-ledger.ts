import 'reflect-metadata'
import { Socket } from 'node:net'
import { DataSource, MigrationExecutor } from 'typeorm'
import type { QueryRunner } from 'typeorm'
import { LedgerTables1 } from './migrations/1-ledger-tables.js'
import { QuarantineActs2 } from './migrations/2-quarantine-acts.js'
import { AuditRuns4 } from './migrations/4-audit-runs.js'
import { ArchivedBlocks5 } from './migrations/5-archived-blocks.js'
import { LogEpochs6 } from './migrations/6-log-epochs.js'
import { PartitionMakers7 } from './migrations/7-partition-makers.js'
import { Access9 } from './migrations/9-access.js'
import { createReporting } from './reporting/create-reporting.js'
import { secureLedger } from './access/secure-ledger.js'
import { bornInForm2 } from './forms/leave-form-1.js'
import { ClaimsInOneRow8 } from './migrations/8-claims-in-one-row.js'
import { Decisions10 } from './migrations/10-decisions.js'
import { Worklist11 } from './migrations/11-worklist.js'
import { QuarantineOverHttp12 } from './migrations/12-quarantine-over-http.js'
import { Samples13 } from './migrations/13-samples.js'
import { BillHold14 } from './migrations/14-bill-hold.js'
import { Retention15 } from './migrations/15-retention.js'
import { ExportFiles16 } from './migrations/16-export-files.js'
import { ClaimVersions17 } from './migrations/17-claim-versions.js'
import { Stays18 } from './migrations/18-stays.js'
import { IdempotentAnswers20 } from './migrations/20-idempotent-answers.js'
import { Voids21 } from './migrations/21-voids.js'
import { Readings22 } from './migrations/22-readings.js'
import { Arrivals23 } from './migrations/23-arrivals.js'
import { createViews, heldNow } from './views/views.js'
import { hasSettings, isRefusedByPooler, markPooled, startupOptions } from './sql/session.js'

export interface LedgerOptions {
  /** postgres://user:password@host:port/database */
  databaseUrl: string
  /** Connections held at most; a process that only writes batches needs few. */
  poolSize?: number
  applicationName?: string
  /**
   * A connection on which nothing came for so long is given up, and the server ends a transaction that has heard
   * nothing for so long: either end may be gone silently, and TCP alone takes a quarter of an hour to say so (Linux,
   * tcp(7): tcp_retries2). By default there is no hurry, as for reports.
   */
  silenceMs?: number
  /** For a process that reads by key only, and the same statements all day. */
  byKey?: boolean
  /** How long a statement may take, and how long it may wait for a lock. By default as long as it takes. */
  statementMs?: number
  lockMs?: number
  /** How long a request waits for a connection of the pool, or for a new one. Default 10,000. */
  connectMs?: number
}

function impatient(silenceMs: number): Socket {
  const socket = new Socket()
  return socket.setTimeout(silenceMs, () =>
    socket.destroy(Object.assign(new Error('The database has gone silent'), { code: 'ETIMEDOUT' })),
  )
}

/** Connects to the ledger's database, itself or through a transaction pooler. Throws when it cannot be reached. */
export async function openLedger(o: LedgerOptions): Promise<DataSource> {
  const direct = await connect(o, startupOptions(o)).catch((error: unknown) => {
    if (isRefusedByPooler(error)) return undefined
    throw error
  })
  if (direct !== undefined && (await hasSettings(direct))) return direct
  await direct?.destroy()
  const ledger = await connect(o)
  markPooled(ledger)
  return ledger
}

function connect(o: LedgerOptions, options?: string): Promise<DataSource> {
  const { databaseUrl, poolSize = 4, applicationName = 'claims-audit', silenceMs, connectMs = 10_000 } = o
  return new DataSource({
    type: 'postgres',
    url: databaseUrl,
    poolSize,
    applicationName,
    extra: {
      connectionTimeoutMillis: connectMs,
      keepAlive: true,
      ...(options !== undefined && { options }),
      ...(silenceMs !== undefined && { stream: () => impatient(silenceMs) }),
    },
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
    synchronize: false,
  }).initialize()
}

const MIGRATIONS = [
  LedgerTables1,
  QuarantineActs2,
  AuditRuns4,
  ArchivedBlocks5,
  LogEpochs6,
  PartitionMakers7,
  ClaimsInOneRow8,
  Access9,
  Decisions10,
  Worklist11,
  QuarantineOverHttp12,
  Samples13,
  BillHold14,
  Retention15,
  ExportFiles16,
  ClaimVersions17,
  Stays18,
  IdempotentAnswers20,
  Voids21,
  Readings22,
  Arrivals23,
]

/** A ledger that is made by these at once is new. */
const FROM_NEW = [LedgerTables1, ClaimsInOneRow8].map((migration) => new migration().name)

/** One number for everybody who migrates this database. */
const MIGRATION_LOCK = 7_302_043

/**
 * Brings the tables up to date, in one transaction and on one connection. Of several processes that start at once, one
 * does it and the others wait for it. Returns the names of what ran.
 */
export async function migrate(ledger: DataSource): Promise<string[]> {
  return ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    await runner.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    const executor = new MigrationExecutor(ledger, runner)
    // The transaction is ours.
    executor.transaction = 'none'
    const ran = await executor.executePendingMigrations()
    const names = ran.map(({ name }) => name)
    if (FROM_NEW.every((name) => names.includes(name))) await bornInForm2(runner)
    else if (ran.length > 0) await renewViews(runner)
    if (await isComplete(runner)) {
      await secureLedger(runner)
      await createReporting(runner)
    }
    return names
  })
}

/** A ledger that was brought to where a former release left it has no access control. */
async function isComplete(runner: QueryRunner): Promise<boolean> {
  const [row]: { complete: boolean }[] = await runner.query(`select to_regclass('access_log') is not null as complete`)
  return row?.complete === true
}

/** After all migrations, for the views select what the tables have at the end. */
async function renewViews(runner: QueryRunner): Promise<void> {
  const held = await heldNow(runner)
  if (held !== undefined) await createViews(runner, held)
}
