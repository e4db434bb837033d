import { dotted } from '@claims-audit/contracts'
import type { CodeDictionary } from '../dictionary/code-dictionary.js'
import { codeKey, keyCode, lastKeyUnder, lowerBound } from '../dictionary/code-key.js'
import { openColumns } from '../storage/columns.js'
import { BILLABLE, HEADER, NOT_IN_TABULAR, type TabularMeta } from './encode-tabular.js'
import { inRange } from './code-references.js'
import { openNotes, type Notes, type Place } from './tabular-notes.js'
import type { NoteInForce } from './note.js'
import { openTextColumn } from '../storage/text-column.js'

/**
 * One edition of the ICD-10-CM tabular list: the tree of its codes, and its notes. Codes are given normalized, numbers
 * are the dictionary's.
 */
export interface Tabular {
  has(code: number): boolean
  isHeader(code: number): boolean
  /** Empty for a code that the edition lacks. */
  title(code: string, number: number): string
  /** Direct subdivisions of a header, in tabular order. */
  children(code: string, number: number): string[]
  /** The 7th characters that complete a header, with their meanings; empty where it takes none. */
  sevenths(code: number): Record<string, string>
  /** Where a code stands, or would stand: by its longest prefix that the edition has. */
  position(code: string, number: number): { chapter?: string; section?: string; parent?: string }
  /**
   * The code itself, its parents, its section and its chapter, nearest first; none for what the edition cannot place.
   */
  places(code: string): Place[]
  /** Notes of other places that name the code, the narrowest first. */
  naming(code: string): NoteInForce[]
  notes: Notes
}

/** Opens a table compiled by `encodeTabular` with the dictionary that it was compiled with. */
export function openTabular(bytes: Uint8Array, codes: CodeDictionary): Tabular {
  const columns = openColumns(bytes)
  const meta = columns.meta as TabularMeta
  const keys = codes.diagnosisKeys
  const kinds = columns.u8('kind')
  const sectionOf = columns.u16('section')
  const seventhsOf = columns.u8('sevenths')
  const storedTitle = openTextColumn(columns, 'title')
  const notes = openNotes(columns, meta)
  const chapterNumber = new Map(meta.chapters.map((chapter, i) => [chapter, i]))

  const has = (number: number): boolean => kinds[number] !== NOT_IN_TABULAR
  const sevenths = (number: number): Record<string, string> =>
    meta.sevenths[seventhsOf[number] as number] as Record<string, string>

  /** The number of a code that the edition has, or -1. */
  const inEdition = (code: string): number => {
    const number = codes.diagnosis(code)
    return number >= 0 && has(number) ? number : -1
  }

  /** The longest proper prefix that the edition has: a placeholder X or a 7th character need not have a row between. */
  function parentOf(code: string): number {
    for (let length = code.length - 1; length >= 3; length--) {
      const number = inEdition(code.slice(0, length))
      if (number >= 0) return number
    }
    return -1
  }

  function title(code: string, number: number): string {
    const stored = storedTitle(number)
    if (stored !== '' || kinds[number] !== BILLABLE) return stored
    const parent = parentOf(code)
    return `${storedTitle(parent)}, ${sevenths(parent)[code.slice(-1)]}`
  }

  /** The first row after a header is its child; what follows a child's own descendants is the next. */
  function children(code: string, number: number): string[] {
    const found: string[] = []
    const end = lowerBound(keys, lastKeyUnder(code) + 1)
    for (let i = number + 1; i < end;) {
      const child = keyCode(keys[i] as number)
      if (has(i)) found.push(child)
      i = has(i) ? lowerBound(keys, lastKeyUnder(child) + 1) : i + 1
    }
    return found
  }

  function places(code: string): Place[] {
    const found: Place[] = []
    let nearest = inEdition(code)
    if (nearest < 0) nearest = parentOf(code)
    if (nearest < 0) return found
    for (let number = nearest; number >= 0; number = parentOf(keyCode(keys[number] as number))) {
      const name = keyCode(keys[number] as number)
      found.push({ index: number, at: dotted(name), depth: name.length })
    }
    const section = sectionOf[nearest] as number
    const { section: name, chapter } = meta.sections[section] as TabularMeta['sections'][number]
    found.push({ index: keys.length + section, at: name, depth: 2 })
    const chapterIndex = keys.length + meta.sections.length + (chapterNumber.get(chapter) as number)
    found.push({ index: chapterIndex, at: `CHAPTER ${chapter}`, depth: 1 })
    return found
  }

  /** Every place of the edition, in the order of the table. */
  function everyPlace(): Place[] {
    const [codesOf, sectionsOf] = [keys.length, meta.sections.length]
    return [
      ...Array.from(keys, (key, index) => ({ index, at: dotted(keyCode(key)), depth: 0 })).filter(({ index }) =>
        has(index),
      ),
      ...meta.sections.map(({ section }, i) => ({ index: codesOf + i, at: section, depth: 0 })),
      ...meta.chapters.map((chapter, i) => ({ index: codesOf + sectionsOf + i, at: `CHAPTER ${chapter}`, depth: 0 })),
    ]
  }

  function naming(code: string): NoteInForce[] {
    const key = codeKey(code)
    const governing = new Set(places(code).map(({ index }) => index))
    const named = everyPlace()
      .filter(({ index }) => !governing.has(index))
      .flatMap((place) => notes.at(place, false))
      .flatMap((note) => {
        const widths = note.codes.filter((range) => inRange(range, code, key)).map(({ low, high }) => high - low)
        return widths.length === 0 ? [] : [{ note, width: Math.min(...widths) }]
      })
    return named.sort((a, b) => a.width - b.width).map(({ note }) => note)
  }

  function position(code: string, number: number): { chapter?: string; section?: string; parent?: string } {
    const parent = parentOf(code)
    const placed = has(number) ? number : parent
    if (placed < 0) return {}
    const section = meta.sections[sectionOf[placed] as number] as TabularMeta['sections'][number]
    return { ...section, ...(parent < 0 ? {} : { parent: keyCode(keys[parent] as number) }) }
  }

  return {
    has,
    isHeader: (number) => kinds[number] === HEADER,
    title,
    children,
    sevenths,
    position,
    places,
    naming,
    notes,
  }
}
