import { inRange, type CodeRange } from './code-references.js'
import type { Columns } from '../storage/columns.js'
import type { TabularMeta } from './encode-tabular.js'
import { codeFirstOf, instructionOf, type CodeFirst, type Instruction } from './instructions.js'
import { NOTE_TYPES, type NoteInForce, type NoteType } from './note.js'
import { openTextColumn } from '../storage/text-column.js'

/**
 * A place in the tabular list where notes stand: its number in the compiled table, its name, and its depth (greater is
 * nearer).
 */
export interface Place {
  index: number
  at: string
  depth: number
}

/** An Excludes1 note by its number, the place it stands at, and the codes that it names. */
export interface Exclusion {
  note: number
  place: Place
  codes: CodeRange[]
}

/** A normalized code with its key. */
export interface Coded {
  code: string
  key: number
}

/** The notes of one edition of the tabular list. */
export interface Notes {
  at(place: Place, inherited: boolean): NoteInForce[]
  read(placed: Pick<Exclusion, 'note' | 'place'>, inherited: boolean): NoteInForce
  codeFirst(place: Place): CodeFirst | undefined
  useAdditional(place: Place): Instruction | undefined
  /** The Excludes1 notes at these places that name any code, nearest first. */
  exclusions(places: Place[]): Exclusion[]
}

/**
 * The nearest of the exclusions that govern `self` which names `other`. A range that covers its own reader as well says
 * nothing about the pair.
 */
export function nearestExcluding(exclusions: readonly Exclusion[], self: Coded, other: Coded): Exclusion | undefined {
  return exclusions.find(({ codes }) =>
    codes.some((range) => inRange(range, other.code, other.key) && !inRange(range, self.code, self.key)),
  )
}

const EXCLUDES1 = NOTE_TYPES.indexOf('excludes1')

/** Reads the notes of the compiled table. */
export function openNotes(columns: Columns, meta: TabularMeta): Notes {
  const noteEnds = columns.u32('note.ends')
  const types = columns.u8('note.type')
  const textOf = openTextColumn(columns, 'note.text')
  const rangeEnds = columns.u32('range.ends')
  const lows = columns.f64('range.low')
  const highs = columns.f64('range.high')
  const wheres = columns.u8('range.where')

  function range(index: number): CodeRange {
    const where = meta.qualifiers[(wheres[index] as number) - 1]
    const bounds = { low: lows[index] as number, high: highs[index] as number }
    return where ? { ...bounds, where } : bounds
  }

  function rangesOf(note: number): CodeRange[] {
    const first = rangeEnds[note] as number
    return Array.from({ length: (rangeEnds[note + 1] as number) - first }, (_, i) => range(first + i))
  }

  function read({ note, place }: Pick<Exclusion, 'note' | 'place'>, inherited: boolean): NoteInForce {
    return {
      type: NOTE_TYPES[types[note] as number] as NoteType,
      text: textOf(note),
      at: place.at,
      inherited,
      codes: rangesOf(note),
    }
  }

  function notesAt({ index }: Place): number[] {
    const first = noteEnds[index] as number
    return Array.from({ length: (noteEnds[index + 1] as number) - first }, (_, i) => first + i)
  }

  function exclusionsAt(place: Place): Exclusion[] {
    const notes = notesAt(place).filter((note) => types[note] === EXCLUDES1)
    return notes.map((note) => ({ note, place, codes: rangesOf(note) })).filter(({ codes }) => codes.length > 0)
  }

  const at = (place: Place, inherited: boolean): NoteInForce[] =>
    notesAt(place).map((note) => read({ note, place }, inherited))

  /** Every claim asks, and few places have any: each is read once. */
  function oncePerPlace<T>(type: NoteType, of: (lines: NoteInForce[]) => T): (place: Place) => T {
    const known = new Map<number, T>()
    return (place) => {
      if (!known.has(place.index)) known.set(place.index, of(at(place, false).filter((note) => note.type === type)))
      return known.get(place.index) as T
    }
  }

  return {
    read,
    at,
    codeFirst: oncePerPlace('codeFirst', codeFirstOf),
    useAdditional: oncePerPlace('useAdditional', instructionOf),
    exclusions: (places) => places.flatMap(exclusionsAt),
  }
}
