import type { MigrationInterface, QueryRunner } from 'typeorm'

/** How long bills are held is the tenant's to set, so the rows keep the day from which it counts. */
export class BillHold14 implements MigrationInterface {
  readonly name = 'BillHold1700000000014'

  async up(runner: QueryRunner): Promise<void> {
    await rename(runner, 'due_date', 'due_from')
    await runner.query(`update work_finding set due_from = due_from - ${FORMER_DAYS} where due_from < 'infinity'`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`update work_finding set due_from = due_from + ${FORMER_DAYS} where due_from < 'infinity'`)
    await rename(runner, 'due_from', 'due_date')
  }
}

const FORMER_DAYS = 4

/** A view keeps the names that its columns had. */
async function rename(runner: QueryRunner, from: string, to: string): Promise<void> {
  await runner.query(`alter table work_finding rename column ${from} to ${to}`)
  const views: unknown[] = await runner.query(
    `select from information_schema.columns where table_schema = current_schema() and table_name = 'recorded_finding' and column_name = $1`,
    [from],
  )
  if (views.length > 0) await runner.query(`alter view recorded_finding rename column ${from} to ${to}`)
}
