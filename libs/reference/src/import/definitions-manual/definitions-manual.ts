import { existsSync, readdirSync } from 'node:fs'
import { readCsv } from '../../csv/read-csv.js'
import { writeCsv } from '../../csv/write-csv.js'

/**
 * The tables of one version's Definitions Manual, and the columns of each. All cells are text, as the manual prints
 * them.
 */
export const MANUAL_TABLES = {
  /**
   * Appendix A. `type`: P surgical, M medical, empty for 998 and 999. `mdc` is empty where a DRG takes patients of
   * several MDCs.
   */
  drg: ['drg', 'mdc', 'type', 'title'],
  /**
   * Appendix B: each MDC and DRG range in whose logic a diagnosis has a part. `mdc` is `Pre` before any MDC is chosen.
   */
  'dx-mdc-drg': ['code', 'mdc', 'drgs', 'title'],
  /** Appendix C, part 1: every CC and MCC, and the collection of principals that cancel it (empty: none does). */
  'cc-mcc': ['code', 'level', 'pdx_collection', 'n_pdx', 'title'],
  'cc-exclusion-pdx': ['pdx_collection', 'pdx_code'],
  /** Appendix C, part 2: MCC only for a patient discharged alive. */
  'cc-alive-only': ['code', 'title'],
  /** Appendix C, part 3: secondaries that do not count in these DRGs. */
  'cc-drg-suppression': ['mdc', 'drgs', 'class', 'code'],
  /** Appendix D: `rank` 1 is the highest class of its MDC. */
  'surgical-hierarchy': ['mdc', 'rank', 'drgs', 'class'],
  /**
   * Appendix E, procedure index: each MDC and DRG range a procedure counts in. `is_or` 0: printed with `*`, no
   * operating-room procedure; `in_cluster` 1: printed with `+`, part of a combination as well; `section` is 1.
   */
  'or-procedures': ['code', 'is_or', 'in_cluster', 'mdc', 'drgs', 'surgical_category', 'section'],
  /** Appendix E, cluster index: a combination's choices joined by `+`, the codes of a choice by commas. */
  'procedure-clusters': ['codes', 'mdc', 'drgs', 'surgical_category'],
  /** Appendix E, part 3: pairs that together are no operating-room procedure. */
  'nonor-combinations': ['code1', 'code2'],
  /** Appendix E, part 4: procedures that belong to the surgical logic of MDC 14. */
  'mdc14-procedures': ['code', 'is_or'],
  /** Appendix F: the operating-room procedures of DRGs 987 to 989; all others are extensive. */
  'non-extensive-procedures': ['code'],
  /** The HAC appendix. `list` is the heading the code is printed under. */
  hac: ['hac', 'title', 'list', 'code', 'level', 'title_code'],
  /**
   * The mdcs files: the diagnoses that each MDC is assigned by. One that goes by sex is in two, all but external causes
   * are in one.
   */
  'dx-mdc': ['code', 'mdc'],
  /**
   * The mdcs files: each list of codes in the logic of DRGs, with the words it is printed under. `drgs` and `codes` are
   * joined by spaces; a combination's choices are joined by `+`, the codes of a choice by commas.
   */
  'drg-logic': ['mdc', 'drgs', 'heading', 'codes'],
} as const

type Tables = typeof MANUAL_TABLES
export type ManualTable = keyof Tables
export type ManualRow<Table extends ManualTable> = Record<Tables[Table][number], string>
export type DefinitionsManual = { [Table in ManualTable]: ManualRow<Table>[] }

/** A version and its manual. */
export interface Edition {
  version: string
  manual: DefinitionsManual
}

const directoryOf = (version: string): URL =>
  new URL(`../../../tables/definitions-manual/v${version.replace(/\.0$/, '')}/`, import.meta.url)
const names = Object.keys(MANUAL_TABLES) as ManualTable[]

/** The versions (`43.0`) whose tables are kept under tables/definitions-manual, oldest first. */
export function manualVersions(): string[] {
  const folders = readdirSync(new URL('../../../tables/definitions-manual/', import.meta.url)).map((name) =>
    name.replace(/^v/, ''),
  )
  return folders.map((name) => (name.includes('.') ? name : `${name}.0`)).sort((a, b) => Number(a) - Number(b))
}

/** Reads tables of a version (`43.0`). Throws RangeError where one of them is not kept. */
export function readDefinitionsManual<Table extends ManualTable = ManualTable>(
  version: string,
  tables: readonly Table[] = names as Table[],
): Pick<DefinitionsManual, Table> {
  const kept = keptTables(version, tables)
  const missing = tables.filter((name) => !(name in kept))
  if (missing.length > 0)
    throw new RangeError(
      `of the Definitions Manual of ${version}, ${missing.join(', ')} is not kept in tables/definitions-manual`,
    )
  return kept as Pick<DefinitionsManual, Table>
}

/** Those of the tables that are kept. */
export function keptTables(version: string, tables: readonly ManualTable[] = names): Partial<DefinitionsManual> {
  const files = tables.map((name) => [name, new URL(`${name}.csv.gz`, directoryOf(version))] as const)
  return Object.fromEntries(files.filter(([, file]) => existsSync(file)).map(([name, file]) => [name, readCsv(file)]))
}

/** Writes a version's tables beside the kept ones. */
export function writeDefinitionsManual(version: string, manual: DefinitionsManual): void {
  for (const name of names) writeCsv(new URL(`${name}.csv.gz`, directoryOf(version)), MANUAL_TABLES[name], manual[name])
}
