import { normalizeCode } from '@claims-audit/contracts'
import type { CodeDictionary } from '../dictionary/code-dictionary.js'
import { keyCode } from '../dictionary/code-key.js'
import { parseCodeReferences, type CharacterTest } from './code-references.js'
import { encodeColumns, endsOf, type Column } from '../storage/columns.js'
import { Interned } from '../storage/interned.js'
import { NOTE_TYPES, type NoteType } from './note.js'
import { textColumn } from '../storage/text-column.js'

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

/** The rows of one edition of the tabular list, as their CSV headers name them. */
export interface TabularRows {
  codes: TabularRow[]
  notes: NoteRow[]
  sections: { chapter: string; section: string; title: string }[]
}

/** What is small enough to be kept as JSON in the compiled table's header. */
export interface TabularMeta {
  sevenths: Record<string, string>[]
  sections: { section: string; chapter: string }[]
  chapters: string[]
  qualifiers: CharacterTest[]
}

export const NOT_IN_TABULAR = 0
export const HEADER = 1
export const BILLABLE = 2

/**
 * The types whose text says which codes it means. An inclusion term names a condition, and the code it stands at is its
 * code.
 */
const NAMES_CODES = new Set<NoteType>(['excludes1', 'excludes2', 'codeFirst', 'useAdditional', 'codeAlso'])

/**
 * Compiles one edition of the tabular list into one binary table, which `openTabular` reads with the same dictionary.
 */
export function encodeTabular(rows: TabularRows, codes: CodeDictionary): Uint8Array {
  const tabular = new Map(rows.codes.map((row) => [row.code, row]))
  const diagnoses = Array.from(codes.diagnosisKeys, keyCode)
  const sections = rows.sections.map(({ section, chapter }) => ({ section, chapter }))
  const chapters = [...new Set(sections.map((row) => row.chapter))]
  const sectionIndex = new Map(sections.map((row, i) => [row.section, i]))
  const sevenths = new Interned<Record<string, string>>()
  const qualifiers = new Interned<CharacterTest>()
  const columns = {
    ...textColumn(
      'title',
      diagnoses.map((code) => storedTitle(code, tabular)),
    ),
    kind: Uint8Array.from(diagnoses, (code) => kindOf(tabular.get(code))),
    section: Uint16Array.from(diagnoses, (code) => sectionIndex.get(tabular.get(code)?.section ?? '') ?? 0),
    sevenths: Uint8Array.from(diagnoses, (code) => seventhsIndex(tabular.get(code), sevenths)),
    ...noteColumns(rows.notes, places(diagnoses, sections, chapters), qualifiers),
  }
  return encodeColumns(columns, {
    sevenths: sevenths.values,
    sections,
    chapters,
    qualifiers: qualifiers.values,
  } satisfies TabularMeta)
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
  const names = [
    ...codes,
    ...sections.map((row) => `SECTION${row.section}`),
    ...chapters.map((name) => `CHAPTER${name}`),
  ]
  return new Map(names.map((name, i) => [name, i]))
}

function noteColumns(
  notes: NoteRow[],
  placeOf: Map<string, number>,
  qualifiers: Interned<CharacterTest>,
): Record<string, Column> {
  const byPlace = Map.groupBy(notes, (row) => placeOf.get(normalizeCode(row.code)) ?? -1)
  const orphan = byPlace.get(-1)?.[0]
  if (orphan) throw new RangeError(`a note belongs to ${orphan.code}, which the tabular list does not have`)
  const groups = Array.from({ length: placeOf.size }, (_, place) => byPlace.get(place) ?? [])
  const ordered = groups.flat().map(({ note_type, text }) => ({ type: typeOf(note_type), text }))
  const references = ordered.map(({ type, text }) => (NAMES_CODES.has(type) ? parseCodeReferences(text) : []))
  const ranges = references.flat()
  return {
    'note.ends': endsOf(groups),
    'note.type': Uint8Array.from(ordered, ({ type }) => NOTE_TYPES.indexOf(type)),
    ...textColumn(
      'note.text',
      ordered.map(({ text }) => text),
    ),
    'range.ends': endsOf(references),
    'range.low': Float64Array.from(ranges, (range) => range.low),
    'range.high': Float64Array.from(ranges, (range) => range.high),
    'range.where': Uint8Array.from(ranges, (range) => (range.where ? 1 + qualifiers.numberOf(range.where) : 0)),
  }
}

function typeOf(source: string): NoteType {
  const type = (source === 'useAdditionalCode' ? 'useAdditional' : source) as NoteType
  if (!NOTE_TYPES.includes(type)) throw new RangeError(`unknown note type ${source}`)
  return type
}
