import type { QueryRunner } from 'typeorm'
import { ledgerForm } from '../forms/ledger-form.js'
import { READ_1 } from '../forms/form-1.js'
import { AUDITED_CLAIM, RUN_CLAIM } from '../tables/audited-claim.js'
import { CLAIM_CORRECTION, CLAIM_OUTCOME, OUTCOME } from '../tables/claim-events.js'
import { WORK_CODE, WORK_FINDING, WORK_STATE } from '../tables/work-rows.js'
import { tenantsOf } from './tenants.js'
import type { Table } from '../tables/table.js'

/**
 * Everything that reads results, outcomes, corrections and findings reads these views. While a ledger keeps rows in two
 * forms they give both as one; a row is in one form or the other at any moment, so nothing is seen twice or missed.
 */
export const VIEWS = [
  'recorded_claim',
  'recorded_outcome',
  'recorded_history',
  'recorded_version',
  'recorded_correction',
  'recorded_finding',
  'recorded_code',
  'recorded_tenant',
  'recorded_run_claim',
] as const
type View = (typeof VIEWS)[number]

const columnsOf = ({ columns }: Table<never>, ...more: string[]): string[] => [...Object.keys(columns), ...more]

const OUTCOMES = [...Object.keys(OUTCOME), 'recorded_at']

/** Columns of each view, and what has them in form 2. */
const READ_2: Record<View, [columns: string[], from: string]> = {
  recorded_claim: [columnsOf(AUDITED_CLAIM, 'recorded_at'), AUDITED_CLAIM.name],
  recorded_outcome: [OUTCOMES, CLAIM_OUTCOME.name],
  // By the claim: a row is in one of two indexes.
  recorded_history: [
    OUTCOMES,
    `(${['is null', 'is not null'].map((is) => `select * from ${CLAIM_OUTCOME.name} where content_digest ${is}`).join(' union all ')}) form_2`,
  ],
  recorded_version: [
    ['tenant', 'claim_id', 'version', 'revision', 'content_digest'],
    `${CLAIM_OUTCOME.name} where content_digest is not null`,
  ],
  recorded_correction: [columnsOf(CLAIM_CORRECTION, 'recorded_at'), CLAIM_CORRECTION.name],
  recorded_finding: [
    [...columnsOf(WORK_FINDING, 'recorded_at').filter((name) => !(name in WORK_STATE)), ...Object.keys(WORK_STATE)],
    WORK_FINDING.name,
  ],
  recorded_code: [columnsOf(WORK_CODE, 'recorded_at'), WORK_CODE.name],
  recorded_tenant: [['tenant'], `(${tenantsOf(WORK_FINDING.name)}) form_2`],
  recorded_run_claim: [columnsOf(RUN_CLAIM), RUN_CLAIM.name],
}

/** Which tables the views read: form 1, both, or form 2. */
export type Held = 'form 1' | 'both' | 'form 2'

/**
 * They ask as who asks them: otherwise a view shows all that its owner sees (PostgreSQL manual, CREATE VIEW). Takes
 * effect with the next statement of each session. A column that is added later goes last: a view's columns keep their
 * order.
 */
export async function createViews(runner: QueryRunner, held: Held): Promise<void> {
  for (const view of VIEWS) {
    const [columns, from] = READ_2[view]
    const [form1, form2] = [`(${READ_1[view]}) form_1`, from].map((arm) => `select ${columns.join(', ')} from ${arm}`)
    const arms = held === 'form 2' ? [form2] : held === 'form 1' ? [form1] : [form2, form1]
    // A tenant may have rows in both.
    await runner.query(
      `create or replace view ${view} with (security_invoker = true) as ${arms.join(view === 'recorded_tenant' ? ' union ' : ' union all ')}`,
    )
  }
}

/** Undefined in a ledger that is not that far yet. */
export async function heldNow(runner: QueryRunner): Promise<Held | undefined> {
  const [table]: { exists: boolean }[] = await runner.query(`select to_regclass('ledger_form') is not null as exists`)
  if (table?.exists !== true) return undefined
  const { form, moved } = await ledgerForm(runner)
  if (form === 1) return 'form 1'
  return moved ? 'form 2' : 'both'
}

export const dropViews = (runner: QueryRunner): Promise<unknown> => runner.query(`drop view ${VIEWS.join(', ')}`)
