import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Which content each version of a claim has that was numbered where it came in (ADR 36). */
export class ClaimVersions17 implements MigrationInterface {
  readonly name = 'ClaimVersions1700000000017'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table claim_version')
  }
}

const TABLES = `
create table claim_version (
  tenant text not null, claim_id text not null, version int not null, digest bytea not null,
  payer_id text, payer_claim_number text, recorded_at timestamptz not null default now(),
  primary key (tenant, claim_id, version)
);
create index on claim_version (tenant, payer_claim_number) where payer_claim_number is not null;
comment on table claim_version is 'Versions of claims whose formats have none, by the SHA-256 of their content; insert-only';
`
