import { APP, OPERATOR, WRITER } from './roles.js'
import type { DatabaseRole } from './roles.js'

/** A privilege, on all columns or on those that follow it: `update (state, error)`. */
type Privilege = 'select' | 'insert' | 'update' | 'delete' | `update (${string})`
type Rights = Record<string, readonly Privilege[]>

/** What the api reads of claims, and what runs over them say. */
const READ: Rights = Object.fromEntries(
  [
    ...['audited_claim', 'claim_outcome', 'claim_correction', 'work_finding', 'work_code', 'work_count'],
    ...['run_claim', 'run_skipped', 'run_unit', 'ledger_form'],
    // Of a ledger that keeps form 1 (ADR 23).
    ...['outcome', 'audit_result', 'finding', 'correction', 'run_result', 'run_finding'],
    ...['recorded_claim', 'recorded_outcome', 'recorded_history', 'recorded_version', 'recorded_correction'],
    ...['recorded_finding', 'recorded_code', 'recorded_tenant', 'recorded_run_claim'],
  ].map((name) => [name, ['select']]),
)

/** Runs are asked for, cancelled, resumed and deleted. A lock on a run needs a right to change it. */
const RUNS: Rights = { audit_run: ['select', 'insert', 'update (state, error)', 'delete'] }

/**
 * All that each role may do with tables and views, beside what default privileges give the writer: to read and add
 * rows. A table that a later migration makes is closed to the api until it is named here. Tables that do not exist are
 * passed over.
 */
export const TABLE_RIGHTS: Record<DatabaseRole, Rights> = {
  [APP]: {
    ...READ,
    ...RUNS,
    session: ['select', 'insert', 'update', 'delete'],
    sign_in: ['select', 'insert', 'delete'],
    logout_token: ['select', 'insert', 'delete'],
    access_log: ['select', 'insert'],
    access_claim: ['select', 'insert'],
    // Acts are added; what they decide is kept in the rows of lists and counts (ADR 28).
    work_act: ['select', 'insert'],
    tenant_setting: ['select', 'insert'],
    saved_view: ['select', 'insert'],
    query_act: ['select', 'insert'],
    provider_query: ['select', 'insert', 'update'],
    correction_fate: ['select'],
    legal_hold: ['select', 'insert'],
    // A person's own files, for a day.
    export_file: ['select', 'insert', 'update (state, rows, bytes, told_at)', 'delete'],
    export_piece: ['select', 'insert', 'delete'],
    quarantine: ['select'],
    quarantine_act: ['select', 'insert'],
    ledger_generation: ['select'],
    log_epoch: ['select'],
    work_finding: ['select', 'update (state, active, owner)'],
    work_count: ['select', 'insert'],
    // What an agreed finding releases.
    claim_correction: ['select', 'insert'],
    outbox: ['insert'],
  },
  // Lists of quarantined events, also of those that belong to no tenant.
  [OPERATOR]: { ...READ, ...RUNS, quarantine: ['select'], quarantine_act: ['select'] },
  [WRITER]: {
    // The relay clears what it has published.
    outbox: ['delete'],
    // Answers are kept when they are given, and for a while.
    idempotent_answer: ['update', 'delete'],
    // The composer: what is kept of claims and documents, and events that it has published.
    stay: ['update', 'delete'],
    stay_document: ['update', 'delete'],
    stay_event: ['delete'],
    // Files whose day is over.
    export_file: ['delete'],
    export_piece: ['delete'],
    // A stage takes the log that it finds for the ledger's own.
    log_epoch: ['update'],
    // A newer version of a claim closes the findings of the older ones; counts are folded.
    work_finding: ['update'],
    work_count: ['delete'],
    // A newer version ends the queries of older ones.
    provider_query: ['update'],
    // Runs: their state, their units, and what is taken out of their results when they end.
    audit_run: ['update', 'delete'],
    run_unit: ['update', 'delete'],
    run_claim: ['delete'],
    run_skipped: ['delete'],
    run_result: ['delete'],
    run_finding: ['delete'],
  },
}

/** Tables that the writer's default privileges are taken back from: who has signed in, and who has seen what. */
export const OF_THE_API_ALONE = ['session', 'sign_in', 'logout_token', 'access_log', 'access_claim']

/** Which functions each role may call. */
export const FUNCTION_RIGHTS: Record<DatabaseRole, readonly string[]> = {
  [APP]: ['archived_block_of', 'drop_run_partitions', 'ledger_tenants', 'make_access_month', 'outbox_backlog'],
  [OPERATOR]: ['drop_run_partitions'],
  [WRITER]: [
    ...['make_archive_month', 'make_claim_month', 'make_run_partitions', 'key_run_partitions', 'drop_run_partitions'],
    'make_access_month',
  ],
}
