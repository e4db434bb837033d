import type { NoteType } from '@claims-audit/code-sets'

/** Dotted, with its title on the day. */
export interface TitledCode {
  code: string
  title: string
}

/** What is no code on the day, and what may be meant by it. */
export interface CodeUnknown {
  code: string
  date: string
  edition: string
  suggestion: string | null
}

export type CodePage = DiagnosisPage | ProcedurePage

interface Page extends TitledCode {
  date: string
  /** Of the code set in force on the day. */
  edition: string
  status: 'billable' | 'header' | 'invalid'
  /** When it was a valid code; an open end is null. */
  periods: { from: string; to: string | null }[]
  /** What may be meant by a code that is not valid on the day. */
  suggestion: string | null
  msDrgVersion: string
}

export interface DiagnosisPage extends Page {
  system: 'icd-10-cm'
  parent: TitledCode | null
  children: TitledCode[]
  siblings: TitledCode[]
  seventhCharacter: SeventhCharacter
  inclusionTerms: string[]
  /** The edition whose notes these are: the nearest that is loaded. */
  notesFrom: string
  /** The nearest first. */
  notes: PageNote[]
  /** Of other codes that name this one, the narrowest first. */
  namedBy: PageNote[]
  /** Of the Medicare Code Editor. */
  edits: string[]
  /** Null where the list of exempt codes is not loaded. */
  poaExempt: boolean | null
  /** Null where it is not billable. */
  msDrg: DiagnosisGrouping | null
  rules: { id: string; title: string }[]
}

export interface SeventhCharacter {
  /** Of a code that has one: its own. */
  own: { character: string; meaning: string } | null
  /** The meanings that there are; null where the code takes none. */
  meanings: Record<string, string> | null
  /** That the codes below have their own. */
  below: boolean
}

export interface PageNote {
  type: Exclude<NoteType, 'inclusionTerm'>
  /** The code or chapter at which it stands. */
  at: string
  inherited: boolean
  text: string
  /** Of a section or a chapter: it holds for hundreds of codes. */
  isBoilerplate: boolean
}

export interface DiagnosisGrouping {
  severity: string | null
  aliveOnly: boolean
  /** Lists of hospital-acquired conditions. */
  hacs: number[]
  /** Principals beside which it counts for nothing; null of what is no CC. */
  excludedBy: PairedCodes | null
  /** Why it is never a principal diagnosis. */
  neverPrincipal: string | null
  asPrincipal: { mdc: number | null; families: DrgFamily[]; cancels: PairedCodes } | null
}

/** Codes that the CC exclusions pair with one, by category. */
export interface PairedCodes {
  codes: number
  categories: string[]
}

/** DRGs that differ only by severity, and how a stay with the code comes to them. */
export interface Family {
  drgs: string[]
  title: string
  by: 'medical' | 'procedure' | 'any principal'
}

export interface DrgFamily extends Family {
  /** Of each DRG, where a table of weights is loaded for all. */
  weights: number[] | null
}

export interface ProcedurePage extends Page {
  system: 'icd-10-pcs'
  characters: { character: string; axis: string; meaning: string | null }[]
  /** Valid codes that differ in one character. */
  siblings: { position: number; codes: TitledCode[] }[]
  /** Null where the version does not know it. */
  msDrg: { isOperatingRoom: boolean; families: DrgFamily[]; whereNoneFits: string[] } | null
}
