import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Quarantined events are listed by tenant, and a person who opens one says why. */
export class QuarantineOverHttp12 implements MigrationInterface {
  readonly name = 'QuarantineOverHttp1700000000012'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index quarantine_of_tenant on quarantine (tenant, recorded_at)')
    await runner.query('alter table access_log add column purpose text')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index quarantine_of_tenant')
    await runner.query('alter table access_log drop column purpose')
  }
}
