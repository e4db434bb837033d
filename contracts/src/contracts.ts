/** The edge of contracts: every event's type, its validator, and the names of the topics. All else in this room is generated from schemas/. */
export type {
  AppliedEditions,
  AuditResult,
  BulkFilter,
  BulkRequest,
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
  Procedure,
  Proposal,
  ProposedCode,
  Query,
  Reason,
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
  ValidatedClaim,
  VerdictRequest,
} from './generated/types.js'
export {
  isAuditResult,
  isBulkRequest,
  isClaimActRequest,
  isCorrection,
  isQueryActRequest,
  isQueryLintRequest,
  isQueryRequest,
  isRanking,
  isReasonCodes,
  isReceivedDocuments,
  isReleasePolicy,
  isRule,
  isRuleCases,
  isRunRequest,
  isScreenedClaim,
  isSubmittedClaim,
  isValidatedClaim,
  isVerdictRequest,
} from './generated/validators.js'
export { TOPICS, claimKey, typeOf } from './topics.js'
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
export { apiOpenApi, intakeOpenApi } from './generated/openapi.js'
export { nameUuids } from './name-uuid.js'
export { USER_TABLES, USER_TABLE_NAMES, forUserTables } from './user-tables.js'
export type { ForUserTables, UserTable } from './user-tables.js'
export { storable } from './storable.js'
export { CONTROLS, printable } from './printable.js'
