import { versionNumber, type Dated } from '@claims-audit/ms-drg'

/**
 * The rows with the span of those that hold in the next version too made longer, and that of the others in force ended.
 */
export function carried<Row extends Dated>(
  rows: readonly Row[],
  version: string,
  next: string,
  holds: (row: Row) => boolean,
): Row[] {
  const number = versionNumber(version)
  return rows.map((row) => {
    if (Number(row.version_start) > number || Number(row.version_end) < number) return row
    return { ...row, version_end: `${holds(row) ? Math.max(Number(row.version_end), versionNumber(next)) : number}` }
  })
}

/** The span of a row that holds in one version. */
export function only(version: string): Dated {
  return { version_start: `${versionNumber(version)}`, version_end: `${versionNumber(version)}` }
}

/** Values by key, in the order of the rows. */
export function valuesBy<Row, Value>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  valueOf: (row: Row) => Value,
): Map<string, Value[]> {
  const values = new Map<string, Value[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const list = values.get(key)
    if (list) list.push(valueOf(row))
    else values.set(key, [valueOf(row)])
  }
  return values
}
