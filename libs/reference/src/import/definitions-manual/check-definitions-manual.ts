import { compareWithManual } from './compare/compare-with-manual.js'
import { COMPARED_TABLES, type FormulaSource, type GrouperTables } from '../comparison.js'
import { manualVersions, readDefinitionsManual } from './definitions-manual.js'

/**
 * Compares compiled tables with the Definitions Manual of every version that is kept: a few seconds a version, twenty
 * with every pair of principal and CC (see compareExclusions). `rows`: the source that was compiled. `compared` counts
 * the entries by version and table (`43.1 cc-mcc`). Throws an Error that lists up to 20 differences.
 */
export function checkDefinitionsManual(
  grouper: GrouperTables,
  rows: FormulaSource,
  options: { everyPair?: boolean } = {},
): { compared: Record<string, number> } {
  const compared: Record<string, number> = {}
  const lines: string[] = []
  for (const version of manualVersions()) {
    const comparison = compareWithManual(
      grouper,
      version,
      readDefinitionsManual(version, COMPARED_TABLES),
      rows,
      options,
    )
    for (const [table, count] of Object.entries(comparison.compared)) compared[`${version} ${table}`] = count
    for (const { table, code, compiled, manual } of comparison.differences)
      lines.push(`${version} ${table} ${code}: compiled ${compiled}, manual ${manual}`)
  }
  if (lines.length > 0)
    throw new Error(
      [`the compiled tables differ from the Definitions Manual in ${lines.length} places:`, ...lines.slice(0, 20)].join(
        '\n',
      ),
    )
  return { compared }
}
