import type { DocumentType, IsoDate, ValidatedClaim } from '@claims-audit/contracts'
import type { CodeSets, Edit, EditInput, EditName } from '@claims-audit/code-sets'
import type { CodingTables, Fact } from '@claims-audit/evidence'
import type { ConceptsRead } from '../knowledge/concepts.js'
import type { LoadedTables } from '../user-tables/user-tables.js'

/** The edits of the Medicare Code Editor that a claim fails, and the codes that they speak of by place. */
export interface EditedClaim {
  edits: Edit[]
  input: EditInput
  /** Those that the admitting diagnosis fails. */
  admitting: { name: EditName; code: string }[]
}

/** What a documentation or code rule looks at. */
export interface RecordUnderAudit extends LoadedTables {
  claim: ValidatedClaim['claim']
  /** Its billed diagnoses. */
  billed: readonly string[]
  /** The day by which its codes are judged: its coding date, unless another edition's codes are forced. */
  date: string
  /** The day on which its event was sent, where the event says. */
  sentOn?: IsoDate | undefined
  /** Whether any document or capture came with it. */
  documented: boolean
  facts: Fact[]
  /** Its documents that have any text: their types by their ids, and each dated document's date. */
  documentTypes: ReadonlyMap<string, DocumentType>
  documentDates: ReadonlyMap<string, string>
  /** The documents' text by their id. */
  texts: ReadonlyMap<string, string>
  /** What the documents say of any phrase, whatever the lexicon holds: facts whose concept is the phrase. */
  readFor(phrases: string[]): Fact[]
  /** What the record's concepts say of codes and of the capture's fields. */
  concepts: ConceptsRead
  /** What notes call the conditions of codes, and what codes say of each other. */
  coding: CodingTables
  codeSets: CodeSets
  /** Whether the notes are those of the date's own edition, not of a neighbour's. */
  notesAreExact: boolean
  edited: EditedClaim
}

/**
 * Billed diagnoses in claim order, each code once, without the admitting diagnosis: it is the patient's complaint, not
 * what is billed.
 */
export function billedDiagnoses({ diagnoses }: ValidatedClaim['claim']): string[] {
  return [...new Set(diagnoses.filter(({ role }) => role !== 'admitting').map(({ code }) => code))]
}

/** The ICD-10-PCS codes of a claim, each once. */
export const procedureCodes = ({ procedures }: Pick<ValidatedClaim['claim'], 'procedures'>): string[] => [
  ...new Set(procedures.map(({ code }) => code)),
]

/** Billed procedures: the ICD-10-PCS codes, and the HCPCS codes of the lines. */
export function billedProcedures({ procedures, lines }: ValidatedClaim['claim']): string[] {
  return [...procedures.map(({ code }) => code), ...lines.flatMap(({ hcpcs }) => hcpcs ?? [])]
}
