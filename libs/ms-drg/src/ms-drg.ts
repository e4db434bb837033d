export { codesOfGrouper, encodeGrouper } from './encode-grouper.js'
export { inForce, split, versionNumber, type Dated, type GrouperRows } from './grouper-rows.js'
export type { DiagnosisMark, NotCounted, ProcedureMark, SeverityLevel } from './marks.js'
export {
  openGrouper,
  type GroupedDiagnosis,
  type GroupedProcedure,
  type Grouper,
  type GroupResult,
} from './open-grouper.js'
export type { GroupInput, Stay } from './read-stay.js'
export type { DrgWeight, ReturnCode } from './tables.js'
