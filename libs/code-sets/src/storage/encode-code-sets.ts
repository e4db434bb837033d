import type { CodeDictionary, CodeLists } from '../dictionary/code-dictionary.js'
import { keyCode } from '../dictionary/code-key.js'
import { encodeColumns, endsOf, type Column } from './columns.js'
import type { TabularRows } from '../tabular/encode-tabular.js'
import { Interned } from './interned.js'
import type { AgeRange, ValidStatus } from '../editor/medicare-code-editor.js'
import { textColumn } from './text-column.js'

/**
 * One validity span of a code in the Medicare Code Editor's master; dates `YYYYMMDD`, inclusive; flags joined by `|`.
 */
export interface CodeSpanRow {
  code: string
  date_start: string
  date_end: string
  flags: string
  title?: string
}

/** The rows of the source tables, as their CSV headers name them. */
export interface CodeSetRows {
  diagnosisSpans: CodeSpanRow[]
  procedureSpans: CodeSpanRow[]
  /** The Medicare Code Editor's age groups and discharge statuses. */
  ageRanges: { age_group: string; start_age: string; end_age: string; date_start: string; date_end: string }[]
  dischargeStatuses: { code: string; date_start: string; date_end: string }[]
}

/** What is small enough to be kept as JSON in the compiled table's header. */
export interface CodeSetMeta {
  flags: string[]
  ageRanges: AgeRange[]
  dischargeStatuses: ValidStatus[]
}

/** The codes that these rows speak of, for the dictionary. */
export function codesOfCodeSets({ diagnosisSpans, procedureSpans }: CodeSetRows, tabulars: TabularRows[]): CodeLists {
  const rows = [...tabulars.flatMap(({ codes }) => codes), ...diagnosisSpans]
  return { diagnoses: rows.map(({ code }) => code), procedures: procedureSpans.map(({ code }) => code) }
}

/**
 * Compiles which code is valid when, and the editor's flags, into one binary table, which `openCodeSets` reads with the
 * same dictionary.
 */
export function encodeCodeSets(rows: CodeSetRows, codes: CodeDictionary): Uint8Array {
  const flags = new Interned<string>()
  const procedures = Array.from(codes.procedureKeys, keyCode)
  const titles = new Map(rows.procedureSpans.map((row) => [row.code, row.title ?? '']))
  const columns = {
    ...spanColumns('cm', Array.from(codes.diagnosisKeys, keyCode), rows.diagnosisSpans, flags),
    ...spanColumns('pcs', procedures, rows.procedureSpans, flags),
    ...textColumn(
      'pcs.title',
      procedures.map((code) => titles.get(code) ?? ''),
    ),
  }
  return encodeColumns(columns, {
    flags: flags.values,
    ageRanges: rows.ageRanges.map((row) => ({
      group: row.age_group,
      youngest: Number(row.start_age),
      oldest: Number(row.end_age),
      ...daysOf(row),
    })),
    dischargeStatuses: rows.dischargeStatuses.map((row) => ({ status: Number(row.code), ...daysOf(row) })),
  } satisfies CodeSetMeta)
}

function spanColumns(
  system: string,
  codes: string[],
  spans: CodeSpanRow[],
  flags: Interned<string>,
): Record<string, Column> {
  const byCode = Map.groupBy(spans, (row) => row.code)
  const ordered = codes.flatMap((code) => byCode.get(code) ?? [])
  return {
    [`${system}.spanEnds`]: endsOf(codes.map((code) => byCode.get(code) ?? [])),
    [`${system}.spanFrom`]: Uint32Array.from(ordered, (row) => Number(row.date_start)),
    [`${system}.spanTo`]: Uint32Array.from(ordered, (row) => Number(row.date_end)),
    [`${system}.spanFlags`]: Uint8Array.from(ordered, (row) => flags.numberOf(row.flags)),
  }
}

function daysOf({ date_start, date_end }: { date_start: string; date_end: string }): { from: number; to: number } {
  return { from: Number(date_start), to: Number(date_end) }
}
