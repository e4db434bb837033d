import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A version may have two contents: as an earlier release read it, and as it is read now (ADR 38). */
export class Readings22 implements MigrationInterface {
  readonly name = 'Readings1700000000022'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(keyOf('tenant, claim_id, version, digest'))
  }

  /** Of each version the content as it was read first. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from claim_version v using claim_version first
      where (first.tenant, first.claim_id, first.version) = (v.tenant, v.claim_id, v.version)
        and (first.recorded_at, first.digest) < (v.recorded_at, v.digest)`)
    await runner.query(keyOf('tenant, claim_id, version'))
  }
}

const keyOf = (columns: string): string =>
  `alter table claim_version drop constraint claim_version_pkey, add primary key (${columns})`
