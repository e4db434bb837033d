import type { MigrationInterface, QueryRunner } from 'typeorm'

const BEFORE = ['clean', 'findings', 'duplicate', 'superseded', 'quarantined']

/** An event may void its claim (ADR 37). In form 1 no result has the digest of a void, so its outcome has it. */
export class Voids21 implements MigrationInterface {
  readonly name = 'Voids1700000000021'

  async up(runner: QueryRunner): Promise<void> {
    await allowOutcomes(runner, [...BEFORE, 'voided'])
    await runner.query('alter table if exists outcome add column if not exists content_digest text')
  }

  /** Only of a ledger without voids. The column stays, for views read it. */
  async down(runner: QueryRunner): Promise<void> {
    const voids: unknown[] = await runner.query(`select from recorded_outcome where outcome = 'voided' limit 1`)
    if (voids.length > 0) throw new Error('The ledger holds voids: go back by a backup that was taken before them')
    await allowOutcomes(runner, BEFORE)
  }
}

/** Not validated: what is there was held to this or to a narrower check, and a large table is not read for it. */
async function allowOutcomes(runner: QueryRunner, outcomes: string[]): Promise<void> {
  const listed = outcomes.map((outcome) => `'${outcome}'`).join(', ')
  for (const table of ['claim_outcome', 'outcome'])
    await runner.query(
      `alter table if exists ${table} drop constraint ${table}_outcome_check,
         add constraint ${table}_outcome_check check (outcome in (${listed})) not valid`,
    )
}
