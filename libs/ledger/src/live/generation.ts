import type { DataSource, EntityManager } from 'typeorm'

/** Within a statement: how often the ledger was restored. */
export const GENERATION = '(select coalesce(max(generation), 0) from ledger_generation)'

export async function ledgerGeneration(ledger: DataSource | EntityManager): Promise<number> {
  const [row]: { generation: number }[] = await ledger.query(`select ${GENERATION} as generation`)
  return row?.generation ?? 0
}

/** Where topics end: by topic and partition, the offset that comes next. */
export type TopicEnds = Record<string, Record<string, string>>

/**
 * Where the topics that the ledger publishes ended when it was last restored: what stands before that it need not hold.
 */
export async function restoredEnds(ledger: DataSource): Promise<TopicEnds> {
  const [row]: { ends: TopicEnds }[] = await ledger.query(
    'select ends from ledger_generation order by generation desc limit 1',
  )
  return row?.ends ?? {}
}

/** From now on the ledger is one that was restored: correction sequences rise above all that it gave before. */
export async function raiseGeneration(
  ledger: DataSource,
  o: { by: string; note: string | null; ends: TopicEnds },
): Promise<number> {
  const [row]: { generation: number }[] = await ledger.query(
    `insert into ledger_generation (generation, by_whom, note, ends) select ${GENERATION} + 1, $1, $2, $3 returning generation`,
    [o.by, o.note, JSON.stringify(o.ends)],
  )
  return row?.generation ?? 0
}
