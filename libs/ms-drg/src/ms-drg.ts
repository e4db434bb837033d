export { codesOfGrouper, encodeGrouper } from './encode/encode-grouper.js'
export { inForce, split, versionNumber, type Dated, type GrouperRows } from './encode/grouper-rows.js'
export type { DiagnosisMark, NotCounted, ProcedureMark, SeverityLevel } from './group/marks.js'
export {
  openGrouper,
  type GroupedDiagnosis,
  type GroupedProcedure,
  type Grouper,
  type GroupResult,
} from './group/open-grouper.js'
export type { GroupInput, Stay } from './group/read-stay.js'
export type { DrgWeight, ReturnCode } from './tables.js'
