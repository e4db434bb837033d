import type { Claim, Secondary } from './read-claim.js'
import { NCC } from './tables.js'
import type { VersionTables } from './version-tables.js'

/** The severity that the secondaries lend to a row: the highest of those that count there. */
export function claimSeverity(claim: Claim, suppression: number, tables: VersionTables): number {
  let highest = NCC
  for (const secondary of claim.secondaries) {
    if (secondary.scheme.severity > highest && reasonNotCounted(secondary, suppression, tables) === undefined) {
      highest = secondary.scheme.severity
    }
  }
  return highest
}

/** Why a secondary's CC or MCC does not count. */
export type NotCounted = 'excluded-by-principal' | 'alive-only' | 'hospital-acquired' | 'suppressed-by-drg'

/** Undefined when it counts. `suppression` is the row's list; 0 is the empty list. */
export function reasonNotCounted(secondary: Secondary, suppression: number, tables: VersionTables): NotCounted | undefined {
  if (secondary.excluded) return 'excluded-by-principal'
  if (secondary.aliveOnlyOnDeath) return 'alive-only'
  if (secondary.acquired) return 'hospital-acquired'
  return tables.suppresses(suppression, secondary.scheme) ? 'suppressed-by-drg' : undefined
}
