import type { CodeRange } from './code-references.js'

export const NOTE_TYPES = [
  'includes',
  'excludes1',
  'excludes2',
  'codeFirst',
  'useAdditional',
  'codeAlso',
  'inclusionTerm',
  'notes',
] as const
export type NoteType = (typeof NOTE_TYPES)[number]

/** A tabular note that governs a code; `at` is where it stands: a dotted code, a section `M40-M43`, or `CHAPTER 13`. */
export interface NoteInForce {
  type: NoteType
  text: string
  at: string
  inherited: boolean
  /** The codes that its text names; none where it names none, or not in a way that is understood. */
  codes: CodeRange[]
}
