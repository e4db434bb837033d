import type { CodeDictionary } from './code-dictionary.js'
import { openMedicareCodeEditor, type MedicareCodeEditor } from './medicare-code-editor.js'
import { openSpans, type Spans } from './spans.js'
import { codeKey, keyCode, lastKeyUnder, lowerBound } from './code-key.js'
import { dotted, normalizeCode } from '@claims-audit/contracts'
import { openColumns, type Columns } from './columns.js'
import type { IsoDate } from './editions.js'
import { BILLABLE, HEADER, NOT_IN_TABULAR, type CodeSetMeta } from './encode-code-sets.js'
import { openNotes, type Coded, type NoteInForce, type Place } from './tabular-notes.js'
import { openTextColumn } from './text-column.js'

/** What is known of a code on a day. Codes and parents are normalized (no dot). */
export interface CodeEntry {
  code: string
  dotted: string
  system: 'icd-10-cm' | 'icd-10-pcs'
  /** Empty for codes that the loaded tabular edition lacks (retired before it or created after it). */
  title: string
  /** A complete code in force on the day, by the Medicare Code Editor's spans. */
  valid: boolean
  /** A complete code, in force or not; false for a header. */
  billable: boolean
  header: boolean
  chapter?: string
  section?: string
  parent?: string
  /** Direct subdivisions of a header, in tabular order. */
  children: string[]
  /** The 7th characters that complete this header, with their meanings. */
  sevenths?: Record<string, string>
}

/** Two codes that may not be reported together: the note that says so, and the code of the two that it governs. */
export interface Excludes1Conflict {
  note: NoteInForce
  from: string
}

/** ICD-10-CM and ICD-10-PCS by date. Codes are taken with or without the dot, in any case; nothing here throws on bad input. */
export interface CodeSets {
  /** Undefined when the string was never a diagnosis code or header. */
  diagnosis(code: string, date: IsoDate): CodeEntry | undefined
  procedure(code: string, date: IsoDate): CodeEntry | undefined
  /** The notes on the code itself, then those of its parents, section and chapter. */
  notes(code: string, date: IsoDate): NoteInForce[]
  /**
   * The nearest Excludes1 note that forbids the pair, whichever of the two it governs (the lesser code's, when both
   * are as near); undefined when none does.
   */
  excludes1(a: string, b: string, date: IsoDate): Excludes1Conflict | undefined
  editor: MedicareCodeEditor
}

/**
 * Opens a table compiled by `encodeCodeSets`. Titles and notes are those of the one loaded tabular edition whatever the
 * date (`editionsOn(date).notes` names it); validity and flags are the date's own. `codes` is the dictionary it was compiled with.
 */
export function openCodeSets(bytes: Uint8Array, codes: CodeDictionary): CodeSets {
  const columns = openColumns(bytes)
  const meta = columns.meta as CodeSetMeta
  const flagSets = meta.flags.map((joined) => joined.split('|').filter(Boolean))
  const diagnoses = openSpans(columns, 'cm', flagSets)
  const procedures = openSpans(columns, 'pcs', flagSets)
  const tabular = openTabular(columns, meta, codes, diagnoses)
  const notes = openNotes(columns, meta)
  const procedureTitle = openTextColumn(columns, 'pcs.title')

  function procedure(code: string, date: IsoDate): CodeEntry | undefined {
    const normalized = normalizeCode(code)
    const index = codes.procedure(normalized)
    if (index < 0 || !procedures.ever(index)) return undefined
    const valid = procedures.isValid(index, date)
    const entry = { code: normalized, dotted: normalized, system: 'icd-10-pcs', title: procedureTitle(index) } as const
    return { ...entry, valid, billable: true, header: false, children: [] }
  }

  function excludes1(rawA: string, rawB: string): Excludes1Conflict | undefined {
    const [a, b] = [coded(rawA), coded(rawB)].sort((x, y) => x.key - y.key) as [Coded, Coded]
    if (a.key < 0 || a.key === b.key) return undefined
    const onA = notes.nearestExcluding(tabular.places(a.code), a, b)
    const onB = notes.nearestExcluding(tabular.places(b.code), b, a)
    if (onA && (!onB || onA.place.depth >= onB.place.depth)) return { note: notes.read(onA, onA.place.at !== dotted(a.code)), from: a.code }
    return onB && { note: notes.read(onB, onB.place.at !== dotted(b.code)), from: b.code }
  }

  return {
    diagnosis: tabular.entry,
    procedure,
    notes: (code) => {
      const normalized = normalizeCode(code)
      return tabular.places(normalized).flatMap((place) => notes.at(place, place.at !== dotted(normalized)))
    },
    excludes1,
    editor: openMedicareCodeEditor({ codes, diagnoses, procedures, ages: meta.ageRanges, statuses: meta.dischargeStatuses }),
  }
}

function coded(raw: string): Coded {
  const code = normalizeCode(raw)
  return { code, key: codeKey(code) }
}

/** The tree of the ICD-10-CM tabular list. */
function openTabular(columns: Columns, meta: CodeSetMeta, codes: CodeDictionary, spans: Spans) {
  const keys = codes.diagnosisKeys
  const kinds = columns.u8('cm.kind')
  const sectionOf = columns.u16('cm.section')
  const seventhsOf = columns.u8('cm.sevenths')
  const storedTitle = openTextColumn(columns, 'cm.title')
  const chapterNumber = new Map(meta.chapters.map((chapter, i) => [chapter, i]))

  /** Index of a code that the tabular list has, or -1. */
  const inTabular = (code: string): number => {
    const index = codes.diagnosis(code)
    return index >= 0 && kinds[index] !== NOT_IN_TABULAR ? index : -1
  }

  /** The longest proper prefix that the tabular list has: a placeholder X or a 7th character need not have a row between. */
  function parentOf(code: string): number {
    for (let length = code.length - 1; length >= 3; length--) {
      const index = inTabular(code.slice(0, length))
      if (index >= 0) return index
    }
    return -1
  }

  function title(code: string, index: number): string {
    const stored = storedTitle(index)
    if (stored !== '' || kinds[index] !== BILLABLE) return stored
    const parent = parentOf(code)
    return `${storedTitle(parent)}, ${sevenths(parent)[code.slice(-1)]}`
  }

  function sevenths(index: number): Record<string, string> {
    return meta.sevenths[seventhsOf[index] as number] as Record<string, string>
  }

  /** The first row after a header is its child; what follows a child's own descendants is the next. */
  function children(code: string, index: number): string[] {
    const found: string[] = []
    const end = lowerBound(keys, lastKeyUnder(code) + 1)
    for (let i = index + 1; i < end; ) {
      const child = keyCode(keys[i] as number)
      const inEdition = kinds[i] !== NOT_IN_TABULAR
      if (inEdition) found.push(child)
      i = inEdition ? lowerBound(keys, lastKeyUnder(child) + 1) : i + 1
    }
    return found
  }

  /** The code itself, its parents, its section and its chapter, nearest first; none for what the tabular list cannot place. */
  function places(code: string): Place[] {
    const found: Place[] = []
    let nearest = inTabular(code)
    if (nearest < 0) nearest = parentOf(code)
    if (nearest < 0) return found
    for (let index = nearest; index >= 0; index = parentOf(keyCode(keys[index] as number))) {
      const name = keyCode(keys[index] as number)
      found.push({ index, at: dotted(name), depth: name.length })
    }
    const section = sectionOf[nearest] as number
    const { section: name, chapter } = meta.sections[section] as CodeSetMeta['sections'][number]
    found.push({ index: keys.length + section, at: name, depth: 2 })
    const chapterIndex = keys.length + meta.sections.length + (chapterNumber.get(chapter) as number)
    found.push({ index: chapterIndex, at: `CHAPTER ${chapter}`, depth: 1 })
    return found
  }

  function entry(raw: string, date: IsoDate): CodeEntry | undefined {
    const code = normalizeCode(raw)
    const index = codes.diagnosis(code)
    if (index < 0 || (kinds[index] === NOT_IN_TABULAR && !spans.ever(index))) return undefined
    const valid = spans.isValid(index, date)
    const header = !valid && kinds[index] === HEADER
    const known = { code, dotted: dotted(code), system: 'icd-10-cm', title: title(code, index), valid, billable: !header, header } as const
    return { ...known, children: header ? children(code, index) : [], ...position(code, index), ...completions(index, header) }
  }

  function position(code: string, index: number): { chapter?: string; section?: string; parent?: string } {
    const parent = parentOf(code)
    const placed = kinds[index] === NOT_IN_TABULAR ? parent : index
    if (placed < 0) return {}
    const section = meta.sections[sectionOf[placed] as number] as CodeSetMeta['sections'][number]
    return { ...section, ...(parent < 0 ? {} : { parent: keyCode(keys[parent] as number) }) }
  }

  function completions(index: number, header: boolean): { sevenths?: Record<string, string> } {
    const table = sevenths(index)
    return header && Object.keys(table).length > 0 ? { sevenths: table } : {}
  }

  return { places, entry }
}
