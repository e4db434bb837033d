import { dotted, normalizeCode } from '@claims-audit/contracts'
import type { CodeDictionary } from './dictionary/code-dictionary.js'
import { codeKey } from './dictionary/code-key.js'
import { openColumns } from './storage/columns.js'
import { TABULARS, tabularOn, type IsoDate } from './editions.js'
import type { CodeSetMeta } from './storage/encode-code-sets.js'
import { openMedicareCodeEditor, type MedicareCodeEditor } from './editor/medicare-code-editor.js'
import { openTabular, type Tabular } from './tabular/open-tabular.js'
import { remembered } from './storage/remembered.js'
import type { CodeFirst, Instruction } from './tabular/instructions.js'
import { openSpans, type Period } from './storage/spans.js'
import { suggest, type Suggestion } from './dictionary/suggest.js'
import { suggestProcedure } from './dictionary/suggest-procedure.js'
import { nearestExcluding, type Coded, type Exclusion } from './tabular/tabular-notes.js'
import type { NoteInForce } from './tabular/note.js'
import { openTextColumn } from './storage/text-column.js'

/** What is known of a code on a day. Codes and parents are normalized (no dot). */
export interface CodeEntry {
  code: string
  dotted: string
  system: 'icd-10-cm' | 'icd-10-pcs'
  /** Empty for a code that no loaded tabular edition has (retired before the first, created after the last). */
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

/**
 * ICD-10-CM and ICD-10-PCS by date. Codes are taken with or without the dot, in any case; nothing here throws on bad
 * input.
 */
export interface CodeSets {
  /** Undefined when the string was never a diagnosis code or header. The entry is shared: not to be changed. */
  diagnosis(code: string, date: IsoDate): CodeEntry | undefined
  procedure(code: string, date: IsoDate): CodeEntry | undefined
  /** The notes on the code itself, then those of its parents, section and chapter. */
  notes(code: string, date: IsoDate): NoteInForce[]
  /**
   * The nearest Excludes1 note that forbids the pair, whichever of the two it governs (the lesser code's, when both
   * are as near); undefined when none does.
   */
  excludes1(a: string, b: string, date: IsoDate): Excludes1Conflict | undefined
  /** The code-first instructions in force on a code, its own and inherited, nearest first. */
  codeFirst(code: string, date: IsoDate): CodeFirst[]
  /** Likewise its use-additional instructions. */
  useAdditional(code: string, date: IsoDate): Instruction[]
  /** Notes of other codes, sections and chapters that name the code and do not govern it, the narrowest first. */
  naming(code: string, date: IsoDate): NoteInForce[]
  /** The Medicare Code Editor's flags of a diagnosis on the day. */
  flags(code: string, date: IsoDate): readonly string[]
  /** When a code was valid, by the editor's spans. */
  periods(code: string, system: CodeEntry['system']): Period[]
  /** Which diagnosis codes may be meant by a string that is not a code on the day; undefined when nothing is near. */
  suggest(code: string, date: IsoDate): Suggestion | undefined
  /** Likewise which procedure codes. */
  suggestProcedure(code: string, date: IsoDate): Suggestion | undefined
  editor: MedicareCodeEditor
}

/** The compiled tables: spans and flags, and each loaded edition of the tabular list by its name (`TABULARS`). */
export interface CodeSetTables {
  codeSets: Uint8Array
  tabulars: ReadonlyMap<string, Uint8Array>
}

/**
 * Opens tables compiled by `encodeCodeSets` and `encodeTabular`. Validity and flags are the date's own; titles and
 * notes are those of the tabular edition that `editionsOn(date).notes` names. `codes` is the dictionary they were
 * compiled with.
 */
export function openCodeSets(tables: CodeSetTables, codes: CodeDictionary): CodeSets {
  const columns = openColumns(tables.codeSets)
  const meta = columns.meta as CodeSetMeta
  const flagSets = meta.flags.map((joined) => joined.split('|').filter(Boolean))
  const diagnoses = openSpans(columns, 'cm', flagSets)
  const procedures = openSpans(columns, 'pcs', flagSets)
  const tabulars = new Map([...tables.tabulars].map(([edition, bytes]) => [edition, openTabular(bytes, codes)]))
  const procedureTitle = openTextColumn(columns, 'pcs.title')

  const tabularFor = remembered((date) => tabulars.get(tabularOn(date)) as Tabular)
  const numberOf = codes.diagnosis

  /**
   * What is known of a string on the days that neither the spans nor the tabular list tell apart; `date` is one of
   * them.
   */
  function knownOn(date: IsoDate): {
    diagnosis: (raw: string) => CodeEntry | undefined
    suggest: (raw: string) => Suggestion | undefined
  } {
    const tabular = tabularFor(date)
    const isValid = (code: string): boolean => numberOf(code) >= 0 && diagnoses.isValid(numberOf(code), date)
    const ever = (code: string): boolean => numberOf(code) >= 0 && diagnoses.ever(numberOf(code))
    const laterFrom = (code: string): IsoDate | undefined => {
      const first = numberOf(code) >= 0 ? diagnoses.firstDay(numberOf(code)) : undefined
      return first !== undefined && first > date ? first : undefined
    }
    const asked = { codes, isValid, ever, laterFrom, title: (code: string) => title(code, numberOf(code), tabular) }
    return {
      diagnosis: remembered((raw) => diagnosisOn(normalizeCode(raw), date, tabular)),
      suggest: remembered((raw) => suggest(normalizeCode(raw), asked)),
    }
  }
  const periods = new Map<string, ReturnType<typeof knownOn>>()
  const knownFor = remembered((date) => {
    const period = `${tabularOn(date)}/${diagnoses.since(date)}`
    const known = periods.get(period) ?? knownOn(date)
    periods.set(period, known)
    return known
  })

  function diagnosisOn(code: string, date: IsoDate, tabular: Tabular): CodeEntry | undefined {
    const number = numberOf(code)
    if (number < 0 || !(diagnoses.ever(number) || tabular.has(number))) return undefined
    const valid = diagnoses.isValid(number, date)
    const header = !valid && tabular.isHeader(number)
    const known = {
      code,
      dotted: dotted(code),
      system: 'icd-10-cm',
      title: title(code, number, tabular),
      valid,
      billable: !header,
      header,
    } as const
    const sevenths = header ? tabular.sevenths(number) : {}
    return {
      ...known,
      children: header ? tabular.children(code, number) : [],
      ...tabular.position(code, number),
      ...(Object.keys(sevenths).length > 0 && { sevenths }),
    }
  }

  /** The edition's; of a code that it lacks, the newest that any has. */
  function title(code: string, number: number, tabular: Tabular): string {
    const having = tabular.has(number)
      ? tabular
      : [...TABULARS]
          .reverse()
          .map(({ edition }) => tabulars.get(edition))
          .find((other) => other?.has(number))
    return having?.title(code, number) ?? ''
  }

  const procedureTitleOf = remembered((code) => procedureTitle(codes.procedure(code)))

  function procedure(raw: string, date: IsoDate): CodeEntry | undefined {
    const code = normalizeCode(raw)
    const number = codes.procedure(code)
    if (number < 0 || !procedures.ever(number)) return undefined
    const valid = procedures.isValid(number, date)
    return {
      code,
      dotted: code,
      system: 'icd-10-pcs',
      title: procedureTitleOf(code),
      valid,
      billable: true,
      header: false,
      children: [],
    }
  }

  function notes(raw: string, date: IsoDate): NoteInForce[] {
    const code = normalizeCode(raw)
    const tabular = tabularFor(date)
    return tabular.places(code).flatMap((place) => tabular.notes.at(place, place.at !== dotted(code)))
  }

  const governed = new Map([...tabulars.values()].map((tabular) => [tabular, governedBy(tabular)]))
  const governedOn = remembered((date) => governed.get(tabularFor(date)) as Governed)

  function excludes1(rawA: string, rawB: string, date: IsoDate): Excludes1Conflict | undefined {
    const { coded } = governedOn(date)
    const [one, other] = [coded(rawA), coded(rawB)]
    const [a, b] = one.key <= other.key ? [one, other] : [other, one]
    if (a.key < 0 || a.key === b.key) return undefined
    const onA = nearestExcluding(a.exclusions, a, b)
    const onB = nearestExcluding(b.exclusions, b, a)
    const { read } = tabularFor(date).notes
    if (onA && (!onB || onA.place.depth >= onB.place.depth))
      return { note: read(onA, onA.place.at !== dotted(a.code)), from: a.code }
    return onB && { note: read(onB, onB.place.at !== dotted(b.code)), from: b.code }
  }

  const editor = openMedicareCodeEditor({
    codes,
    diagnoses,
    procedures,
    ages: meta.ageRanges,
    statuses: meta.dischargeStatuses,
  })
  return {
    diagnosis: (raw, date) => knownFor(date).diagnosis(raw),
    procedure,
    notes,
    excludes1,
    codeFirst: (code, date) => governedOn(date).codeFirst(code),
    useAdditional: (code, date) => governedOn(date).useAdditional(code),
    naming: (raw, date) => tabularFor(date).naming(normalizeCode(raw)),
    flags: (raw, date) => (numberOf(raw) < 0 ? [] : diagnoses.flags(numberOf(raw), date)),
    periods: (raw, system) => {
      const [spans, number] = system === 'icd-10-cm' ? [diagnoses, numberOf(raw)] : [procedures, codes.procedure(raw)]
      return number < 0 ? [] : spans.periods(number)
    },
    suggest: (raw, date) => knownFor(date).suggest(raw),
    suggestProcedure: (raw, date) =>
      suggestProcedure(normalizeCode(raw), {
        isValid: (code) => codes.procedure(code) >= 0 && procedures.isValid(codes.procedure(code), date),
        ever: (code) => codes.procedure(code) >= 0 && procedures.ever(codes.procedure(code)),
      }),
    editor,
  }
}

/** What one edition's notes say to a code. */
interface Governed {
  coded: (raw: string) => Coded & { exclusions: Exclusion[] }
  codeFirst: (raw: string) => CodeFirst[]
  useAdditional: (raw: string) => Instruction[]
}

function governedBy({ places, notes }: Tabular): Governed {
  return {
    coded: remembered((raw) => {
      const code = normalizeCode(raw)
      return { code, key: codeKey(code), exclusions: notes.exclusions(places(code)) }
    }),
    codeFirst: remembered((raw) => places(normalizeCode(raw)).flatMap((place) => notes.codeFirst(place) ?? [])),
    useAdditional: remembered((raw) => places(normalizeCode(raw)).flatMap((place) => notes.useAdditional(place) ?? [])),
  }
}
