import { type GrouperRows, versionNumber } from '@claims-audit/ms-drg'
import { readCsv } from '../csv/read-csv.js'
import { writeCsv } from '../csv/write-csv.js'

/** Where each list of source rows is, under tables/ms-drg. */
const FILES: Record<Exclude<keyof GrouperRows, 'weights'>, string> = {
  diagnoses: 'diagnoses',
  procedures: 'procedures',
  clusters: 'procedure-clusters',
  formulas: 'drg-formulas',
  exclusionGroups: 'exclusion-group-of-principal',
  exclusionMembers: 'exclusion-group-members',
  hacFormulas: 'hac-formulas',
  mdcBySex: 'mdc-by-sex',
  titles: 'drgs',
}

const fileOf = (name: string): URL => new URL(`../../tables/ms-drg/${name}.csv.gz`, import.meta.url)
const tables = Object.entries(FILES) as [keyof typeof FILES, string][]

/** The grouper's source rows, with all their columns; without weights, which no version has of its own. */
export function readGrouperSource(): GrouperRows {
  return {
    ...Object.fromEntries(tables.map(([table, name]) => [table, readCsv(fileOf(name))])),
    weights: [],
  } as unknown as GrouperRows
}

export function writeGrouperSource(rows: GrouperRows): void {
  for (const [table, name] of tables) writeCsv(fileOf(name), Object.keys(rows[table][0] ?? {}), rows[table])
}

/** The newest version that formulas hold in, `44.0`. */
export function newestVersion({ formulas }: GrouperRows): string {
  const newest = formulas.reduce((latest, { version_end }) => Math.max(latest, Number(version_end)), 0)
  return (newest / 10).toFixed(1)
}

/**
 * The codes that the Medicare Code Editor and PCS tables have on the first day of a version; none where the tables end
 * before it.
 */
export function codesValidIn(version: string): { diagnoses?: Set<string>; procedures?: Set<string> } {
  const day = firstDay(version)
  const validOn = (path: string): Set<string> | undefined => {
    const spans = readCsv<{ code: string; date_start: string; date_end: string }>(
      new URL(`../../tables/${path}.csv.gz`, import.meta.url),
    )
    const codes = new Set(
      spans.filter(({ date_start, date_end }) => date_start <= day && day <= date_end).map(({ code }) => code),
    )
    return codes.size > 0 ? codes : undefined
  }
  const [diagnoses, procedures] = [validOn('mce/diagnoses'), validOn('icd-10-pcs/codes')]
  return { ...(diagnoses && { diagnoses }), ...(procedures && { procedures }) }
}

/** 43.0 is of FY2026, from 1 October 2025; 43.1 from 1 April 2026. As `20260401`. */
function firstDay(version: string): string {
  const year = Math.trunc(versionNumber(version) / 10) + 1983
  return version.endsWith('.0') ? `${year - 1}1001` : `${year}0401`
}
