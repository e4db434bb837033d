import { migrate } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'

/**
 * Brings an empty database to where a release left it: up to, and without, the migration whose name begins so. The next
 * `migrate` goes on from there, as where that release was used.
 */
export async function migrateUpTo(ledger: Ledger, name: string): Promise<void> {
  const all = [...ledger.migrations]
  const at = all.findIndex((migration) => migration.name?.startsWith(name))
  if (at === -1) throw new Error(`no migration ${name}`)
  ledger.migrations.splice(at)
  try {
    await migrate(ledger)
  } finally {
    ledger.migrations.push(...all.slice(at))
  }
}
