/**
 * The edge of contracts: every event's type, its validator, and the names of the topics. All else in this room is
 * generated from schemas/.
 */
export type {
  AppliedEditions,
  AuditResult,
  BulkFilter,
  BulkRequest,
  CaptureRequest,
  ClaimFacets,
  ClaimType,
  ClinicalDocument,
  CodeSupport,
  CodedClaim,
  Correction,
  Diagnosis,
  DocumentType,
  DrgAudit,
  DrgBrief,
  DrgImpact,
  DrgResult,
  Evidence,
  EngineSource,
  FilesSource,
  Finding,
  IsoDate,
  LogSource,
  Patient,
  PinnedEditions,
  Practitioner,
  Procedure,
  Proposal,
  ProposedCode,
  Encounter,
  Query,
  Reason,
  ReceivedDocument,
  BillHold,
  ExportRequest,
  LegalHoldRequest,
  LiftHoldRequest,
  Retention,
  Ranking,
  RankingFilter,
  RankingRow,
  ReasonCode,
  ReasonCodes,
  ReceivedDocuments,
  ReleasePolicy,
  ReleasePolicyRow,
  Rule,
  RuleCase,
  RunFilter,
  RunRequest,
  Condition,
  FactSelector,
  ScreenedClaim,
  ServiceLine,
  StructuredCapture,
  SubmittedClaim,
  TrialChanges,
  TrialRequest,
  UndoRequest,
  ValidatedClaim,
  VerdictRequest,
  ViewRequest,
  VoidedClaim,
} from './generated/types.js'
export {
  isAuditResult,
  isBulkRequest,
  isClaimActRequest,
  isCorrection,
  isQuarantineEditRequest,
  isQuarantineRedriveRequest,
  isQueryActRequest,
  isQueryLintRequest,
  isQueryRequest,
  isBillHold,
  isExportRequest,
  isLegalHoldRequest,
  isLiftHoldRequest,
  isRetention,
  isRanking,
  isReasonCodes,
  isCaptureRequest,
  isReceivedDocuments,
  isReleasePolicy,
  isRule,
  isRuleCases,
  isRunRequest,
  isScreenedClaim,
  isSubmittedClaim,
  isTrialRequest,
  isUndoRequest,
  isValidatedClaim,
  isVerdictRequest,
  isViewRequest,
  isVoidedClaim,
} from './generated/validators.js'
export { ENTRY_TOPICS, TOPICS, VOIDED, claimKey, documentsKey, typeOf } from './topics.js'
export { billId, partId } from './bill-id.js'
export type { Topic } from './topics.js'
export {
  FIRST_STAGES,
  LATER_STAGES,
  MODES,
  SERVICES,
  STAGES,
  readersOf,
  servicesOf,
  stageServicesOf,
} from './pipeline.js'
export type { Mode, ServiceName, StageName } from './pipeline.js'
export { dotted, normalizeCode } from './code-spelling.js'
export type { ErrorObject as SchemaError } from 'ajv'
export type { components as ApiComponents, paths as ApiPaths } from './generated/api-types.js'
export { apiOpenApi, intakeOpenApi } from './generated/openapi.js'
export { nameUuids } from './name-uuid.js'
export { USER_TABLES, USER_TABLE_NAMES, describeUserTable, forUserTables } from './user-tables.js'
export type { ForUserTables, UserTable } from './user-tables.js'
export { isDay, isIsoDate } from './iso-date.js'
export type { RunAdditions, RunEditions } from './run-editions.js'
export { storable } from './storable.js'
export { CONTROLS, printable } from './printable.js'
export { csvLine } from './csv-line.js'
