import type { MigrationInterface, QueryRunner } from 'typeorm'
import { SCOPES, WORK_SORTS } from '../work/scopes.js'

/** An index for each sort of the worklist in each scope (ADR 29), and saved views. */
export class Worklist11 implements MigrationInterface {
  readonly name = 'Worklist1700000000011'

  async up(runner: QueryRunner): Promise<void> {
    for (const { name, sql } of indexes()) await runner.query(`create index ${name} on work_finding ${sql}`)
    await runner.query(BY_RULE)
    await runner.query(SAVED_VIEWS)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of indexes()) await runner.query(`drop index ${name}`)
    await runner.query('drop index work_by_rule')
    await runner.query('drop table saved_view')
  }
}

const SAVED_VIEWS = `
create table saved_view (
  tenant text not null, view_id uuid not null, version int not null, scope text not null, name text not null, query text not null,
  columns text not null, owner text not null, person text not null, removed bool not null, recorded_at timestamptz not null default now(),
  primary key (tenant, view_id, version)
);
comment on table saved_view is 'Saved views of the worklist, each version; the last one of a view counts; insert-only'`

/** For filters that select few findings, which are sorted then. */
const BY_RULE = 'create index work_by_rule on work_finding (tenant, rule_id, facility_id, severity) where active'

const indexes = (): { name: string; sql: string }[] =>
  Object.entries(SCOPES).flatMap(([scope, { columns, where }]) =>
    Object.entries(WORK_SORTS).map(([sort, { sql: by }]) => ({
      name: `work_${scope}_by_${sort.toLowerCase()}`,
      sql: `(${['tenant', ...columns, by.replace('due_from', 'due_date'), 'finding_id'].join(', ')}) where ${where}`,
    })),
  )
