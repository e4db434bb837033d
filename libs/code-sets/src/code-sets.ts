export { encodeCodeDictionary, openCodeDictionary, type CodeDictionary, type CodeLists } from './code-dictionary.js'
export { parseCodeReferences, type CodeRange } from './code-references.js'
export { encodeColumns, endsOf, openColumns, type Column, type Columns } from './columns.js'
export { ICD_10_EDITIONS, TABULARS, editionsOn, icd10Named, type Editions, type IsoDate } from './editions.js'
export { codesOfCodeSets, encodeCodeSets, type CodeSetRows, type CodeSpanRow } from './encode-code-sets.js'
export { encodeTabular, type NoteRow, type TabularRow, type TabularRows } from './encode-tabular.js'
export type { CodeFirst, Instruction } from './instructions.js'
export { Interned } from './interned.js'
export {
  openCodeSets,
  type CodeEntry,
  type CodeSetTables,
  type CodeSets,
  type Excludes1Conflict,
} from './open-code-sets.js'
export type { Edit, EditInput, EditName, EditableStay, MedicareCodeEditor } from './medicare-code-editor.js'
export type { Suggestion } from './suggest.js'
export { openTextColumn, textColumn } from './text-column.js'
export type { NoteInForce, NoteType } from './tabular-notes.js'
