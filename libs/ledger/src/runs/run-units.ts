import type { AuditResult, Reason } from '@claims-audit/contracts'
import type { DataSource, QueryRunner } from 'typeorm'
import { runRows as rowsOfForm1 } from '../forms/form-1.js'
import { copyRows } from '../sql/copy-rows.js'
import { RUN_CLAIM } from '../tables/audited-claim.js'
import { RUN_SKIPPED } from '../tables/run-skipped.js'
import { rowsOf } from '../tables/table.js'
import type { RunTally, Stretch } from './runs.js'

export interface RunUnit {
  unit: number
  stretch: Stretch
}

/** All that came of a unit's events. An ordinal counts lines or offsets from where the unit begins. */
export interface AuditedUnit {
  results: { ordinal: number; result: AuditResult }[]
  rejected: { ordinal: number; tenant: string | null; claimId: string | null; reason: Reason }[]
  tally: RunTally
  /** Over what came of every event, in order. */
  digest: string
}

/**
 * How long a unit is kept for a worker that is silent: its machine may be gone. Who is at work, however long, says so
 * more often.
 */
const SILENCE_MS = 300_000

/**
 * Hands the first open unit that is free to `audit`, and records what came of it. Its rows and its checkpoint are one
 * transaction, in which the unit's row is locked from the beginning: who is killed leaves nothing behind, and the next
 * worker finds the unit open. `none`: no unit is open, or the run is not to be worked on; `held`: others have all that
 * are left.
 */
export async function auditNextUnit(
  ledger: DataSource,
  run: number,
  audit: (unit: RunUnit) => Promise<AuditedUnit>,
  { silenceMs = SILENCE_MS } = {},
): Promise<'done' | 'held' | 'none'> {
  const done = await ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    await runner.query(`set local idle_in_transaction_session_timeout = ${silenceMs}`)
    const [unit]: RunUnit[] = await runner.query(
      `select u.unit, u.stretch from run_unit u
       where u.run = $1 and u.done_at is null and exists (select from audit_run r where r.id = $1 and r.state = 'running') order by u.unit limit 1 for update skip locked`,
      [run],
    )
    if (unit === undefined) return false
    const alive = setInterval(() => void runner.query('select').catch(() => undefined), silenceMs / 5)
    const audited = await audit(unit).finally(() => clearInterval(alive))
    await record(runner, run, unit.unit, audited)
    return true
  })
  if (done) return 'done'
  const [open]: { some: boolean }[] = await ledger.query(
    "select exists (select from run_unit u join audit_run r on r.id = u.run where u.run = $1 and u.done_at is null and r.state = 'running') as some",
    [run],
  )
  return open?.some === true ? 'held' : 'none'
}

async function record(
  runner: QueryRunner,
  run: number,
  unit: number,
  { results, rejected, tally, digest }: AuditedUnit,
): Promise<void> {
  const placed = results.map(({ ordinal, result }) => ({ run, unit, ordinal, result }))
  const [{ form } = { form: 2 }]: { form: number }[] = await runner.query('select form from audit_run where id = $1', [
    run,
  ])
  for (const rows of form === 1 ? rowsOfForm1(placed) : [rowsOf(RUN_CLAIM, placed)]) await copyRows(runner, rows, run)
  await copyRows(
    runner,
    rowsOf(
      RUN_SKIPPED,
      rejected.map((event) => ({ run, unit, ...event })),
    ),
    run,
  )
  await runner.query(
    'update run_unit set done_at = clock_timestamp(), tally = $3, digest = $4 where run = $1 and unit = $2',
    [run, unit, JSON.stringify(tally), digest],
  )
}
