/** The edge of audit: facts and rules in, findings and corrections out. Everything here is a function of its arguments. */
export { auditClaim } from './audit-claim.js'
export { baseRatesOf } from './base-rates.js'
export { wordsOfSuggestion } from './suggested.js'
export { coverageOf, poaExemptOf, type Coverage, type CoverageRow, type PoaExempt } from './user-tables.js'
export type { BaseRate, BaseRates } from './base-rates.js'
export { auditDrg, groupInputOf } from './audit-drg.js'
export { isGrouped, validateClaim } from './validate-claim.js'
export type { Validated } from './validate-claim.js'
export { runCases } from './run-cases.js'
export { correctionsOf, withdrawalOf } from './corrections.js'
export type { CorrectionDraft } from './corrections.js'
export { screenedOf, screenedQuarantine } from './screened.js'
export type { EvidenceReader, Knowledge } from './knowledge.js'
export { PackError, loadRules, ruleSetOf } from './rule-set.js'
export type { LoadedRule, RuleSet, RuleSource } from './rule-set.js'
export { originKey, positionKey, settle } from './settle.js'
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
} from './settle.js'
export { settleVersions } from './settle-versions.js'
export type { VersionOutcome, VersionedResult } from './settle-versions.js'
