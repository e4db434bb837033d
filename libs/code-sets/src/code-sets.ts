export {
  encodeCodeDictionary,
  openCodeDictionary,
  type CodeDictionary,
  type CodeLists,
} from './dictionary/code-dictionary.js'
export { parseCodeReferences, type CodeRange } from './tabular/code-references.js'
export { encodeColumns, endsOf, openColumns, type Column, type Columns } from './storage/columns.js'
export {
  EDITION_NAMES,
  ICD_10_EDITIONS,
  TABULARS,
  editionsOn,
  icd10Named,
  type Editions,
  type IsoDate,
} from './editions.js'
export { codesOfCodeSets, encodeCodeSets, type CodeSetRows, type CodeSpanRow } from './storage/encode-code-sets.js'
export { encodeTabular, type NoteRow, type TabularRow, type TabularRows } from './tabular/encode-tabular.js'
export type { CodeFirst, Instruction } from './tabular/instructions.js'
export { Interned } from './storage/interned.js'
export {
  openCodeSets,
  type CodeEntry,
  type CodeSetTables,
  type CodeSets,
  type Excludes1Conflict,
} from './open-code-sets.js'
export type { Edit, EditInput, EditName, EditableStay, MedicareCodeEditor } from './editor/medicare-code-editor.js'
export type { Suggestion } from './dictionary/suggest.js'
export type { Period } from './storage/spans.js'
export { openTextColumn, textColumn } from './storage/text-column.js'
export type { NoteInForce, NoteType } from './tabular/note.js'
