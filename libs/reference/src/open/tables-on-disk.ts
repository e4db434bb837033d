import { readFileSync } from 'node:fs'
import {
  TABULARS,
  openCodeDictionary as decodeCodeDictionary,
  openCodeSets as decodeCodeSets,
  type CodeDictionary,
  type CodeSets,
} from '@claims-audit/code-sets'
import { openGrouper as decodeGrouper, type Grouper } from '@claims-audit/ms-drg'
import { readCsv } from '../csv/read-csv.js'

let codes: CodeDictionary | undefined
let codeSets: CodeSets | undefined
let grouper: Grouper | undefined

/**
 * The numbers that all tables know codes by, read from disk at the first call. Throws when the tables have not been
 * built.
 */
export function openCodeDictionary(): CodeDictionary {
  return (codes ??= decodeCodeDictionary(readTable('codes')))
}

/** The code sets, read from disk at the first call. Throws when the tables have not been built. */
export function openCodeSets(): CodeSets {
  return (codeSets ??= decodeCodeSets(
    {
      codeSets: readTable('code-sets'),
      tabulars: new Map(TABULARS.map(({ edition, folder }) => [edition, readTable(`tabular-${folder}`)])),
    },
    openCodeDictionary(),
  ))
}

/** The MS-DRG grouper, read from disk at the first call. Throws when the tables have not been built. */
export function openGrouper(): Grouper {
  return (grouper ??= decodeGrouper(readTable('ms-drg'), openCodeDictionary()))
}

/**
 * The rows of a source table by its path under `tables/` (`ms-drg/diagnoses`), keyed by its header's names: for what
 * checks the compiled tables. Throws where it is missing.
 */
export function readSourceTable<Row extends object>(path: string): Row[] {
  return readCsv(new URL(`../../tables/${path}.csv.gz`, import.meta.url))
}

/** The same path from src and from dist, so that tests and the built package read one set of tables. */
function readTable(name: string): Uint8Array {
  const file = new URL(`../../dist/tables/${name}.bin`, import.meta.url)
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new Error(`the compiled table ${name} is missing: run "npm run build"`, { cause })
  }
}
