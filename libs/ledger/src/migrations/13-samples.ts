import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Findings that a second person reads blind, and what analytics are read by (ADR 30). */
export class Samples13 implements MigrationInterface {
  readonly name = 'Samples1700000000013'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table work_act add column sampled bool not null default false')
    await runner.query('create index work_act_sampled on work_act (tenant, id) where sampled')
    await runner.query('create index work_act_recorded on work_act (tenant, recorded_at)')
    await runner.query('create index query_act_recorded on query_act (tenant, recorded_at)')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index query_act_recorded, work_act_recorded, work_act_sampled')
    await runner.query('alter table work_act drop column sampled')
  }
}
