import type { RunAdditions, RunEditions, RunFilter, RunRequest } from '@claims-audit/contracts'
import type { DataSource, QueryRunner } from 'typeorm'
import type { LedgerSession } from '../sql/session.js'

/**
 * A stretch of the input. Its content is fixed when the run is planned, so that results do not depend on who audits it,
 * or when.
 */
export type Stretch =
  | {
      kind: 'lines'
      file: number
      firstLine: number
      /** Bytes of the unpacked file, the end not included. */ from: number
      to: number
    }
  | { kind: 'rows'; file: number; /** Rows of a Parquet file, the end not included. */ from: number; to: number }
  | {
      kind: 'offsets'
      /** Of the archive: which of the logs that the topic has been. Missing: the first. */
      epoch?: number
      /** Of a topic: the log that it was when the run was planned. */
      log?: string
      partition: number
      from: string
      to: string
    }

export interface PlannedUnit {
  stretch: Stretch
  /** How many events at most: for progress. */
  events: number
}

/** A run's input files as they were when it was planned. */
export interface RunInput {
  file: string
  bytes: number
  /** Null: it was read elsewhere. */
  digest: string | null
}

/** What a run reads, and by which editions it judges. */
export interface RunPlan {
  editions: RunEditions
  inputs: RunInput[]
  units: PlannedUnit[]
  /** In place of what was asked for, where the input was filtered before. */
  only?: RunFilter
}

/** What came of events, counted. */
export interface RunTally {
  read: number
  /** Left out by the run's filter. */
  filtered: number
  clean: number
  findings: number
  /** By reason. */
  rejected: Record<string, number>
}

/** What settling adds: as the live pipeline tells them. */
export interface SettledTally extends RunTally {
  duplicate: number
  /** Recorded, but an older version that came late. */
  superseded: number
  versionConflict: number
}

export type RunState = 'asked' | 'running' | 'cancelled' | 'failed' | 'done'

export interface AuditRun {
  id: number
  state: RunState
  request: RunRequest
  /** Null: those of the process that plans and works on it. */
  additions: RunAdditions | null
  editions: RunEditions | null
  inputs: RunInput[] | null
  error: string | null
  units: number
  unitsDone: number
  /** Planned; offsets that hold no message are among them. */
  events: number
  eventsDone: number
  /** Of the last half minute while it runs; of the whole run when it is done. */
  eventsPerSecond: number | null
  tally: SettledTally | null
  digest: string | null
  askedAt: string
  beganAt: string | null
  endedAt: string | null
}

/**
 * Notes that a run is asked for. Any process that can plans it. `tenant`: whose claims alone it reads; null: those of
 * all.
 */
export async function askRun(
  ledger: LedgerSession,
  request: RunRequest,
  additions: RunAdditions | null,
  tenant: string | null = null,
): Promise<number> {
  const [row]: { id: number }[] = await ledger.query(
    "insert into audit_run (request, additions, state, tenant) values ($1, $2, 'asked', $3) returning id",
    [JSON.stringify(request), additions === null ? null : JSON.stringify(additions), tenant],
  )
  return row?.id as number
}

/**
 * Fixes a run that was asked for: its editions, its units and its partitions, in one transaction. False where it was
 * planned before, or is no longer wanted; somebody who plans it at the same time is waited for.
 */
export async function beginRun(ledger: DataSource, run: number, plan: RunPlan): Promise<boolean> {
  return ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    const [asked]: object[] = await runner.query("select from audit_run where id = $1 and state = 'asked' for update", [
      run,
    ])
    if (asked === undefined) return false
    await runner.query('select make_run_partitions($1)', [run])
    await runner.query(
      `insert into run_unit (run, unit, stretch, events) select $1, u.unit - 1, u.planned -> 'stretch', (u.planned ->> 'events')::int from jsonb_array_elements($2) with ordinality as u(planned, unit)`,
      [run, JSON.stringify(plan.units)],
    )
    await runner.query(
      "update audit_run set state = 'running', editions = $2, inputs = $3, request = request || $4, began_at = now(), form = case when to_regclass('run_claim_' || id) is null then 1 else 2 end where id = $1",
      [
        run,
        JSON.stringify(plan.editions),
        JSON.stringify(plan.inputs),
        JSON.stringify(plan.only === undefined ? {} : { only: plan.only }),
      ],
    )
    return true
  })
}

/** Undefined for an unknown number. */
export async function findRun(ledger: LedgerSession, run: number): Promise<AuditRun | undefined> {
  const rows: AuditRun[] = await ledger.query(`${SELECT} where r.id = $1`, [run])
  return rows[0]
}

/** Newest first; those before a number, where one is given. */
export function listRuns(
  ledger: LedgerSession,
  { limit, before }: { limit: number; before?: number },
): Promise<AuditRun[]> {
  return ledger.query(`${SELECT} where r.id < $1 order by r.id desc limit $2`, [before ?? 2 ** 31 - 1, limit])
}

/** Runs that may need somebody: not planned yet, or with units that are open. Oldest first. */
export async function unfinishedRuns(
  ledger: LedgerSession,
): Promise<Pick<AuditRun, 'id' | 'state' | 'request' | 'additions'>[]> {
  return ledger.query(
    "select id, state, request, additions from audit_run where state in ('asked', 'running') order by id",
  )
}

const ISO = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const SELECT = `
select r.id, r.state, r.request, r.additions, r.editions, r.inputs, r.error, u.units, u.done as "unitsDone", u.events, u."eventsDone",
  round((case r.state when 'done' then u."eventsDone" / greatest(extract(epoch from r.ended_at - r.began_at), 0.001)
    when 'running' then u.lately / least(greatest(extract(epoch from now() - r.began_at), 0.001), 30) end)::numeric, 1)::float8 as "eventsPerSecond",
  r.tally, r.digest, ${ISO('r.asked_at')} as "askedAt", ${ISO('r.began_at')} as "beganAt", ${ISO('r.ended_at')} as "endedAt"
from audit_run r cross join lateral (
  select count(*)::int as units, count(done_at)::int as done, coalesce(sum(events), 0)::float8 as events,
    coalesce(sum(events) filter (where done_at is not null), 0)::float8 as "eventsDone",
    coalesce(sum(events) filter (where done_at > now() - interval '30 s'), 0) as lately
  from run_unit where run = r.id
) u`

/** From which states each act leads where; an act that meets another state does nothing. */
const ACTS = {
  cancel: { from: ['asked', 'running', 'failed'], to: "'cancelled'" },
  /** A run that was never planned is asked for again. */
  resume: { from: ['cancelled', 'failed'], to: "case when began_at is null then 'asked' else 'running' end" },
} as const

/** The run's state afterwards; undefined where there is no such run. A unit that is being audited is finished. */
export async function actOnRun(
  ledger: LedgerSession,
  run: number,
  act: keyof typeof ACTS,
): Promise<RunState | undefined> {
  const { from, to } = ACTS[act]
  await ledger.query(`update audit_run set state = ${to}, error = null where id = $1 and state = any($2)`, [run, from])
  const [row]: { state: RunState }[] = await ledger.query('select state from audit_run where id = $1', [run])
  return row?.state
}

/** Says why a run cannot go on. It can be resumed. */
export async function failRun(ledger: DataSource, run: number, error: string): Promise<void> {
  await ledger.query(
    "update audit_run set state = 'failed', error = $2 where id = $1 and state in ('asked', 'running')",
    [run, error.slice(0, 2_000)],
  )
}

/**
 * A unit under way is a second's work, but for a run with a small share many minutes'; and the caller holds a
 * connection meanwhile, and all behind it wait for the tables.
 */
const PATIENCE_MS = 5_000

/**
 * Drops a run's partitions and rows. False where there is no such run, it is at work (it must be cancelled first), or a
 * unit of it is still being finished, or what came of it is still being read.
 */
export async function deleteRun(ledger: DataSource, run: number, patience?: { patienceMs: number }): Promise<boolean> {
  const dropped = ledger.transaction(({ queryRunner }) => dropRun(queryRunner as QueryRunner, run, patience))
  return dropped.catch(unlessLocked)
}

/**
 * The same within a caller's transaction, which a lock that does not come ends: `unlessLocked` then makes it a false.
 */
export async function dropRun(runner: QueryRunner, run: number, { patienceMs = PATIENCE_MS } = {}): Promise<boolean> {
  await runner.query(`set local lock_timeout = ${patienceMs}`)
  const [idle]: object[] = await runner.query("select from audit_run where id = $1 and state <> 'running' for update", [
    run,
  ])
  if (idle === undefined) return false
  // Units first: a worker that still has one finishes it before its tables go.
  await runner.query('delete from audit_run where id = $1', [run])
  await runner.query('select drop_run_partitions($1)', [run])
  return true
}

export function unlessLocked(error: Error & { code?: string }): false {
  if (error.code === LOCK_NOT_AVAILABLE) return false
  throw error
}

/** SQLSTATE, by which a wait for a lock ends. */
const LOCK_NOT_AVAILABLE = '55P03'
