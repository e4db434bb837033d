/**
 * The edge of audit: facts and rules in, findings and corrections out. Everything here is a function of its arguments.
 */
export { conceptsRead, type ConceptsRead } from './knowledge/concepts.js'
export { auditClaim } from './audit-claim.js'
export { auditEvent, isAskedFor } from './audit-event.js'
export type { AuditedEvent, SubmittedEvent } from './audit-event.js'
export { wordsOfSuggestion } from './findings/suggested.js'
export { TABLE_DEFINITIONS, tablesGiven } from './user-tables/user-tables.js'
export type { UserTables } from './user-tables/user-tables.js'
export type { TableRow, UserTableDefinition } from './user-tables/definition.js'
export { auditDrg, groupInputOf } from './audit-drg.js'
export { isGrouped, validateClaim } from './validate-claim.js'
export type { Validated } from './validate-claim.js'
export { lintWording, type WordingProblem } from './rules/lint-wording.js'
export { caseOfClaim } from './rules/case-of-claim.js'
export type { JudgedCase } from './rules/case-of-claim.js'
export { runCases, submittedOf } from './rules/run-cases.js'
export { correctionsOf, withdrawalOf } from './findings/corrections.js'
export type { CorrectionDraft } from './findings/corrections.js'
export { standingAmong } from './outcome/sequence.js'
export { applied } from './findings/proposal.js'
export { findingIdOf } from './findings/finding.js'
export { screenedOf, screenedQuarantine } from './outcome/screened.js'
export type { Knowledge } from './knowledge/knowledge.js'
export { PackError, loadRules, ruleSetOf, rulesAbout } from './rules/rule-set.js'
export type { LoadedRule, RuleSet, RuleSource } from './rules/rule-set.js'
export { voidedVersionOf } from './outcome/voided.js'
export type { VoidedVersion } from './outcome/voided.js'
export { originKey, positionKey, settle } from './outcome/settle.js'
export type {
  Arrival,
  ClaimName,
  Known,
  KnownClaim,
  OriginPosition,
  Outcome,
  OutgoingCorrection,
  OutcomeRow,
  Settlement,
} from './outcome/settle.js'
export type { CorrectionFate, Fate } from './outcome/fates.js'
export { askProvider, askedOfSender, correctByVerdict, withdrawQuery } from './outcome/correct-by-verdict.js'
export type { AskedOfSender, JudgedFinding } from './outcome/correct-by-verdict.js'
export { settleVersions } from './outcome/settle-versions.js'
export type { VersionOutcome, VersionedResult } from './outcome/settle-versions.js'
export { explainClaim } from './explain/explain-claim.js'
export type { ClaimReading, ExplainedFinding } from './explain/explain-claim.js'
export { tryClaim } from './what-if/try-claim.js'
export type { Trial } from './what-if/try-claim.js'
export { diffVersions } from './versions/diff-versions.js'
export type { VersionsDiff } from './versions/diff-versions.js'
export { judgingBy } from './knowledge/judging-by.js'
