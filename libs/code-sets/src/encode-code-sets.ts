import type { CodeDictionary, CodeLists } from './code-dictionary.js'
import { normalizeCode } from '@claims-audit/contracts'
import { keyCode } from './code-key.js'
import { encodeColumns, endsOf, type Column } from './columns.js'
import { parseCodeReferences, type CharacterTest } from './code-references.js'
import type { AgeRange, ValidStatus } from './medicare-code-editor.js'
import { Interned } from './interned.js'
import { textColumn } from './text-column.js'
import { NOTE_TYPES, type NoteType } from './tabular-notes.js'

/** One validity span of a code in the Medicare Code Editor's master; dates `YYYYMMDD`, inclusive; flags joined by `|`. */
export interface CodeSpanRow {
  code: string
  date_start: string
  date_end: string
  flags: string
  title?: string
}

/** One code or header of the ICD-10-CM tabular list; `billable` is '1' or '0', `seventh_chars` JSON or empty. */
export interface TabularRow {
  code: string
  title: string
  section: string
  billable: string
  seventh_chars: string
}

/** One note of the tabular list; `code` is a dotted code, `SECTION M40-M43` or `CHAPTER 13`. */
export interface NoteRow {
  code: string
  note_type: string
  text: string
}

/** The rows of the source tables, as their CSV headers name them. */
export interface CodeSetRows {
  diagnosisSpans: CodeSpanRow[]
  procedureSpans: CodeSpanRow[]
  tabular: TabularRow[]
  notes: NoteRow[]
  sections: { chapter: string; section: string; title: string }[]
  /** The Medicare Code Editor's age groups and discharge statuses. */
  ageRanges: { age_group: string; start_age: string; end_age: string; date_start: string; date_end: string }[]
  dischargeStatuses: { code: string; date_start: string; date_end: string }[]
}

/** What is small enough to be kept as JSON in the compiled table's header. */
export interface CodeSetMeta {
  flags: string[]
  sevenths: Record<string, string>[]
  sections: { section: string; chapter: string }[]
  chapters: string[]
  qualifiers: CharacterTest[]
  ageRanges: AgeRange[]
  dischargeStatuses: ValidStatus[]
}

export const NOT_IN_TABULAR = 0
export const HEADER = 1
export const BILLABLE = 2

/** The codes that these rows speak of, for the dictionary. */
export function codesOfCodeSets({ tabular, diagnosisSpans, procedureSpans }: CodeSetRows): CodeLists {
  return { diagnoses: [...tabular, ...diagnosisSpans].map((row) => row.code), procedures: procedureSpans.map((row) => row.code) }
}

/** Compiles the code sets into one binary table, which `openCodeSets` reads with the same dictionary. */
export function encodeCodeSets(rows: CodeSetRows, codes: CodeDictionary): Uint8Array {
  const flags = new Interned<string>()
  const tabular = new Map(rows.tabular.map((row) => [row.code, row]))
  const diagnoses = Array.from(codes.diagnosisKeys, keyCode)
  const sections = rows.sections.map(({ section, chapter }) => ({ section, chapter }))
  const chapters = [...new Set(sections.map((row) => row.chapter))]
  const sectionIndex = new Map(sections.map((row, i) => [row.section, i]))
  const sevenths = new Interned<Record<string, string>>()
  const qualifiers = new Interned<CharacterTest>()
  const columns = {
    ...spanColumns('cm', diagnoses, rows.diagnosisSpans, flags),
    ...textColumn('cm.title', diagnoses.map((code) => storedTitle(code, tabular))),
    'cm.kind': Uint8Array.from(diagnoses, (code) => kindOf(tabular.get(code))),
    'cm.section': Uint16Array.from(diagnoses, (code) => sectionIndex.get(tabular.get(code)?.section ?? '') ?? 0),
    'cm.sevenths': Uint8Array.from(diagnoses, (code) => seventhsIndex(tabular.get(code), sevenths)),
    ...noteColumns(rows.notes, places(diagnoses, sections, chapters), qualifiers),
    ...procedureColumns(Array.from(codes.procedureKeys, keyCode), rows.procedureSpans, flags),
  }
  return encodeColumns(columns, {
    flags: flags.values,
    sevenths: sevenths.values,
    sections,
    chapters,
    qualifiers: qualifiers.values,
    ageRanges: rows.ageRanges.map((row) => ({ group: row.age_group, youngest: Number(row.start_age), oldest: Number(row.end_age), ...daysOf(row) })),
    dischargeStatuses: rows.dischargeStatuses.map((row) => ({ status: Number(row.code), ...daysOf(row) })),
  } satisfies CodeSetMeta)
}

function procedureColumns(codes: string[], spans: CodeSpanRow[], flags: Interned<string>): Record<string, Column> {
  const titles = new Map(spans.map((row) => [row.code, row.title ?? '']))
  return {
    ...spanColumns('pcs', codes, spans, flags),
    ...textColumn('pcs.title', codes.map((code) => titles.get(code) ?? '')),
  }
}

function spanColumns(system: string, codes: string[], spans: CodeSpanRow[], flags: Interned<string>): Record<string, Column> {
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

function kindOf(row: TabularRow | undefined): number {
  if (!row) return NOT_IN_TABULAR
  return row.billable === '1' ? BILLABLE : HEADER
}

/** Half of all titles are a 6-character title plus its 7th character's; those are composed when read, not stored. */
function storedTitle(code: string, tabular: Map<string, TabularRow>): string {
  const row = tabular.get(code)
  if (!row) return ''
  const parent = tabular.get(code.slice(0, -1))
  const seventh = parent && sevenths(parent)[code.slice(-1)]
  return seventh !== undefined && row.title === `${parent?.title}, ${seventh}` ? '' : row.title
}

function seventhsIndex(row: TabularRow | undefined, table: Interned<Record<string, string>>): number {
  return table.numberOf(row ? sevenths(row) : {})
}

function sevenths(row: TabularRow): Record<string, string> {
  return row.seventh_chars === '' ? {} : (JSON.parse(row.seventh_chars) as Record<string, string>)
}

/** Notes hang on places: every diagnosis by its index, after them the sections, after these the chapters. */
function places(codes: string[], sections: { section: string }[], chapters: string[]): Map<string, number> {
  const names = [...codes, ...sections.map((row) => `SECTION${row.section}`), ...chapters.map((name) => `CHAPTER${name}`)]
  return new Map(names.map((name, i) => [name, i]))
}

function noteColumns(notes: NoteRow[], placeOf: Map<string, number>, qualifiers: Interned<CharacterTest>): Record<string, Column> {
  const byPlace = Map.groupBy(notes, (row) => placeOf.get(normalizeCode(row.code)) ?? -1)
  const orphan = byPlace.get(-1)?.[0]
  if (orphan) throw new RangeError(`a note belongs to ${orphan.code}, which the tabular list does not have`)
  const groups = Array.from({ length: placeOf.size }, (_, place) => byPlace.get(place) ?? [])
  const ordered = groups.flat()
  const references = ordered.map((row) => (row.note_type === 'excludes1' ? parseCodeReferences(row.text) : []))
  const ranges = references.flat()
  return {
    'note.ends': endsOf(groups),
    'note.type': Uint8Array.from(ordered, (row) => typeNumber(row.note_type)),
    ...textColumn('note.text', ordered.map((row) => row.text)),
    'range.ends': endsOf(references),
    'range.low': Float64Array.from(ranges, (range) => range.low),
    'range.high': Float64Array.from(ranges, (range) => range.high),
    'range.where': Uint8Array.from(ranges, (range) => (range.where ? 1 + qualifiers.numberOf(range.where) : 0)),
  }
}

function typeNumber(source: string): number {
  const type = source === 'useAdditionalCode' ? 'useAdditional' : source
  const number = NOTE_TYPES.indexOf(type as NoteType)
  if (number < 0) throw new RangeError(`unknown note type ${source}`)
  return number
}
