import type { ForUserTables, UserTable } from './user-tables.js'

/** Where the user's own packs and tables lay on the machine that asked. */
export interface RunAdditions extends ForUserTables<string> {
  ruleDirectories: string[]
}

/** What a run is pinned to: all who work on it must have the same. */
export interface RunEditions extends Record<UserTable, string | null> {
  ruleSet: string
  /** Over the compiled tables and the lexicon. */
  reference: string
  /** The edition whose codes judge every claim; null where each claim's date says. */
  icd10: string | null
  /** The version that groups every claim; null likewise. */
  msDrg: string | null
}
