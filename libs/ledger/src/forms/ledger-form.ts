import type { DataSource, EntityManager, QueryRunner } from 'typeorm'

/** Which form a ledger keeps, and whether no row of form 1 is left. */
export async function ledgerForm(
  ledger: DataSource | EntityManager | QueryRunner,
): Promise<{ form: number; moved: boolean }> {
  const [row]: { form: number; moved: boolean }[] = await ledger.query(
    'select form, moved_at is not null as moved from ledger_form',
  )
  return row ?? { form: 1, moved: false }
}

/** Throws in a ledger that has rows of form 1 yet. */
export async function assertMoved(ledger: DataSource | EntityManager): Promise<void> {
  if (!(await ledgerForm(ledger)).moved) throw new Error('finish "claims-audit ledger upgrade" first')
}
