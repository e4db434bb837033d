import type { QueryRunner } from 'typeorm'
import { createViews } from '../views/views.js'
import { RUN_CLAIM } from '../tables/audited-claim.js'
import { makeClaimMonths } from '../tables/partition-makers.js'

/*
 * The steps of an upgrade from form 1 that change tables. This file goes with the next release (ADR 23).
 */

/** In the order in which a batch takes their locks. */
const LIVE_TABLES = ['outcome', 'audit_result', 'finding', 'correction']
const RUN_TABLES = ['run_result', 'run_finding']

/** How long to wait for the locks: batches wait behind this. */
const PATIENCE = '10s'

/**
 * From here on every stage records form 2. Transactions that already write form 1 finish first; later ones are refused
 * and retried in form 2. A stage of the previous release is refused for good, waits and says so: it must be stopped.
 */
export async function switchForm(runner: QueryRunner): Promise<void> {
  await runner.query(`set local lock_timeout = '${PATIENCE}'`)
  const [row]: { form: number }[] = await runner.query('select form from ledger_form for update')
  if (row?.form !== 1) return
  await runner.query(`
create function refuse_form_1() returns trigger language plpgsql as $$ begin
  raise exception 'This ledger keeps form 2: stop the release before' using errcode = 'object_not_in_prerequisite_state';
end $$`)
  for (const table of LIVE_TABLES)
    await runner.query(
      `create trigger refuse_form_1 before insert on ${table} for each statement execute function refuse_form_1()`,
    )
  await outboxOfForm2(runner)
  await makeClaimMonths(runner)
  await runner.query('update ledger_form set form = 2')
  await createViews(runner, 'both')
}

/** The column has another name: a relay of the release before would publish a text as if it were an event. */
async function outboxOfForm2(runner: QueryRunner): Promise<void> {
  await runner.query('alter table outbox rename body to event')
  await runner.query(
    'alter table outbox alter event type text using event::text, alter origin type text using origin::text',
  )
  await runner.query('alter table outbox alter event set storage external')
}

/** A new ledger starts in form 2. */
export async function bornInForm2(runner: QueryRunner): Promise<void> {
  await outboxOfForm2(runner)
  await runner.query('update ledger_form set form = 2')
  await dropForm1(runner)
}

/** Moves the rows of one run; undefined where none is left in form 1. A unit that is being finished is waited for. */
export async function moveRun(runner: QueryRunner): Promise<number | undefined> {
  const [run]: { id: number; planned: boolean }[] = await runner.query(
    'select id, began_at is not null as planned from audit_run where form = 1 order by id limit 1 for update',
  )
  if (run === undefined) return undefined
  const { id, planned } = run
  await runner.query('select from run_unit where run = $1 and done_at is null for update', [id])
  if (planned) {
    const names = Object.keys(RUN_CLAIM.columns).join(', ')
    await runner.query(`create table run_claim_${id} (like run_claim including constraints including storage)`)
    await runner.query(
      `insert into run_claim_${id} (${names}) select ${names} from recorded_run_claim where run = ${id}`,
    )
    await runner.query(
      `do $$ begin if (select state = 'done' from audit_run where id = ${id}) then
         alter table run_claim_${id} add primary key (tenant, claim_id, version, revision);
       end if; end $$`,
    )
    await runner.query(`drop table ${RUN_TABLES.map((table) => `${table}_${id}`).join(', ')}`)
    await runner.query(`alter table run_claim attach partition run_claim_${id} for values in (${id})`)
    await runner.query(`analyze run_claim_${id}`)
  }
  await runner.query('update audit_run set form = 2 where id = $1', [id])
  return 1
}

/** The last step: nothing is left in form 1. */
export async function dropForm1(runner: QueryRunner): Promise<void> {
  await runner.query(`set local lock_timeout = '${PATIENCE}'`)
  for (const table of [...LIVE_TABLES, ...RUN_TABLES]) {
    const [row]: { left: boolean }[] = await runner.query(`select exists (select from ${table}) as left`)
    if (row?.left === true) throw new Error(`rows of form 1 are left in ${table}`)
  }
  await createViews(runner, 'form 2')
  await runner.query(`drop table ${[...LIVE_TABLES, ...RUN_TABLES].join(', ')}`)
  await runner.query('drop function if exists refuse_form_1')
  await runner.query('alter table audit_run alter column form set default 2')
  await runner.query('update ledger_form set moved_at = now()')
}
