/** The edge of ledger: Postgres. Insert-only rows, written by the batch; queries; the outbox. */
export { migrate, openLedger } from './open-ledger.js'
export type { LedgerOptions } from './open-ledger.js'
export type { DataSource as Ledger } from 'typeorm'
export { ledgerForm } from './forms/ledger-form.js'
export { upgradeLedger } from './forms/upgrade-ledger.js'
export type { UpgradeOptions, UpgradeProgress } from './forms/upgrade-ledger.js'
export { recordBatch } from './live/record-batch.js'
export { detachMonth } from './live/detach-month.js'
export { checkLedger, foldCounts, isWhole, rebuildWork, tendLedger } from './live/rebuild-work.js'
export type { LedgerCheck } from './live/rebuild-work.js'
export { recordQuarantine } from './live/record-quarantine.js'
export type { QuarantinedEvent } from './tables/quarantine.js'
export { numberClaims } from './door/number-claims.js'
export type { NumberedClaim, UnnumberedClaim } from './door/next-versions.js'
export { endKey, forgetKeys, takeKey } from './door/idempotent-answers.js'
export type { KeptAnswer, KeyTaken, KeyedRequest } from './door/idempotent-answers.js'
export { relayOutbox } from './live/outbox.js'
export type { OutboxEvent } from './live/outbox.js'
export { outboxBacklog, quarantineDepth } from './live/backlog.js'
export type { OutboxBacklog } from './live/backlog.js'
export { recentOutcomes, relayBacklog } from './live/recent-outcomes.js'
export type { FromOffsets, MinuteOutcome } from './live/recent-outcomes.js'
export { archiveBatch } from './archive/archive.js'
export { unpackBlock } from './archive/event-block.js'
export type { RawEvent, UnpackedEvent } from './archive/event-block.js'
export { terminalOffsets } from './live/reconcile.js'
export { accountedSpans, insertAccounted, knownOffsets } from './live/accounted.js'
export type { AccountedSpan } from './live/accounted.js'
export type { OffsetSpan, TerminalOffsets } from './live/reconcile.js'
export { findInTenants, ledgerTenants } from './live/find-in-tenants.js'
export { FINDING_SORTS, findFinding, findFindings } from './live/find-findings.js'
export type { FindingFilter, FindingPage, FindingSort, FoundFinding, PageRequest } from './live/find-findings.js'
export { isBindable } from './sql/bindable.js'
export { findClaim, findClaimVersion } from './live/find-claim.js'
export type { ClaimEvent, ClaimHistory, RecordedVersion } from './live/find-claim.js'
export { placeName, quarantinedName, readQuarantinedName } from './quarantine/quarantined-name.js'
export type { QuarantinedName } from './quarantine/quarantined-name.js'
export { findQuarantined, findQuarantinedWhole, tenantOfQuarantined } from './quarantine/find-quarantined.js'
export type {
  QuarantineAct,
  QuarantineFilter,
  QuarantinedSummary,
  QuarantinedWhole,
  ReadArchive,
} from './quarantine/find-quarantined.js'
export { holdQuarantined, recordQuarantineAct } from './quarantine/act-on-quarantined.js'
export type { LedgerSession } from './sql/session.js'
export {
  actOnRun,
  askRun,
  beginRun,
  deleteRun,
  dropRun,
  failRun,
  findRun,
  listRuns,
  unfinishedRuns,
  unlessLocked,
} from './runs/runs.js'
export type {
  AuditRun,
  PlannedUnit,
  RunInput,
  RunPlan,
  RunState,
  RunTally,
  SettledTally,
  Stretch,
} from './runs/runs.js'
export { auditNextUnit } from './runs/run-units.js'
export type { AuditedUnit, RunUnit } from './runs/run-units.js'
export { settleRun } from './runs/settle-run.js'
export { findSkipped } from './live/skipped.js'
export type { SkippedEvent } from './live/skipped.js'
export { archivedEvent, archivedRanges, firstGaps, ownArchivedEvent, readArchived } from './archive/archived.js'
export type { ArchivedRange, ArchivedSpan } from './archive/archived.js'
export { AnotherLog, FIRST_EPOCH, acceptLog, admitLog, logEpochs } from './live/log-epochs.js'
export type { LogEpoch } from './live/log-epochs.js'
export { ledgerGeneration, raiseGeneration, restoredEnds } from './live/generation.js'
export type { TopicEnds } from './live/generation.js'
export { hasCorrection, hasOutcome } from './live/holds.js'
export { NotComparable, assertComparable, diffRuns, findingChanges, pageOfChanges } from './runs/diff-runs.js'
export type { ChangeCursor, ChangeSum, FindingChange, NamedChangeSum, RunDiff } from './runs/diff-runs.js'
export { NoOperator, asOperator, asTenant } from './sql/as-tenant.js'
export type { AskedAs } from './sql/as-tenant.js'
export { apiLogin } from './access/api-login.js'
export { connection } from './access/connection.js'
export { ACTS, PURPOSES, isLogged, logAccess } from './access/access-log.js'
export type { Act, Purpose, Shown } from './access/access-log.js'
export { findAccesses } from './access/find-accesses.js'
export type { Access, AccessFilter } from './access/find-accesses.js'
export {
  beginSignIn,
  endSession,
  endSessionsBy,
  findSession,
  openSession,
  pickTenant,
  takeSignIn,
} from './access/sessions.js'
export type { Session, SessionLimits } from './access/sessions.js'
export { countFindings, openFindingsByRule } from './live/count-findings.js'
export type { FindingCount, FindingCounts } from './live/count-findings.js'
export { newestFindings } from './live/newest-findings.js'
export type { NewestFinding } from './live/newest-findings.js'
export { findWork } from './work/find-work.js'
export type { WorkItem, WorkPage, WorkPageRequest } from './work/find-work.js'
export { changeView, findViews, saveView } from './work/saved-views.js'
export type { MayChange, View } from './work/saved-views.js'
export { countWork } from './work/count-work.js'
export type { WorkCounts } from './work/count-work.js'
export { WORK_QUEUES } from './work/queues.js'
export type { WorkQueue } from './work/queues.js'
export { WORK_SORTS } from './work/scopes.js'
export type { WorkSort } from './work/scopes.js'
export type { WorkFilter } from './decisions/filter-work.js'
export { actOnFinding } from './decisions/act-on-finding.js'
export type { ActDone, ActOptions, ActRefused } from './decisions/act-on-finding.js'
export { findTenantSetting, setTenantSetting } from './decisions/tenant-settings.js'
export type { SettingName } from './decisions/tenant-settings.js'
export { countVerdicts } from './decisions/count-verdicts.js'
export type { RuleVerdicts } from './decisions/count-verdicts.js'
export { findActs } from './decisions/find-acts.js'
export type { FindingActs, ToldAct } from './decisions/find-acts.js'
export { expireLedger } from './retention/expire-ledger.js'
export type { Expired } from './retention/expire-ledger.js'
export { findHolds, liftHold, placeHold } from './retention/legal-holds.js'
export type { LegalHold } from './retention/legal-holds.js'
export { setReportingLogin } from './reporting/create-reporting.js'
export { addPiece, beginExport, endExport, findExport, readExport, removeExport } from './exports/export-files.js'
export type { ExportFile } from './exports/export-files.js'
export { findJudged } from './decisions/find-judged.js'
export type { JudgedClaim } from './decisions/find-judged.js'
export { findSamples } from './decisions/find-samples.js'
export type { SampledFinding } from './decisions/find-samples.js'
export { findUnchanged, sumOutcomes } from './decisions/find-outcomes.js'
export type { OutcomeSum, OutcomesBy, UnchangedFinding } from './decisions/find-outcomes.js'
export { findClaimWork } from './work/find-claim-work.js'
export type { ClaimWork, Happening } from './work/find-claim-work.js'
export { actOnClaim } from './decisions/act-on-claim.js'
export type { ClaimActDone, ClaimActRefused, WantedClaimAct } from './decisions/act-on-claim.js'
export { takeNext } from './decisions/take-next.js'
export { MEASURES, isDimension, measureOf } from './analytics/measures/measures.js'
export { listMeasureRows, sumMeasure } from './analytics/measure-rows.js'
export type { MeasureGroup, MeasureQuery, MeasureRow, MeasureSum } from './analytics/measure-rows.js'
export type { Dimension, Measure } from './analytics/measure.js'
export { draftQuery, findQueryTemplate } from './decisions/queries/draft-query.js'
export type { QueryRefused } from './decisions/queries/draft-query.js'
export { actOnQuery } from './decisions/queries/act-on-query.js'
export type { QueryOptions, WantedQueryAct } from './decisions/queries/act-on-query.js'
export { findQueries, findQuery } from './decisions/queries/find-queries.js'
export type { ToldQuery } from './decisions/queries/find-queries.js'
export { bulkAct, countBulk } from './decisions/bulk.js'
export { undoActs } from './decisions/undo-acts.js'
export type { BulkCount, BulkRefused } from './decisions/bulk.js'
export { recordClaims, recordDocuments } from './stays/record-arrivals.js'
export type { ArrivalRules, ClaimArrival, DocumentFate } from './stays/record-arrivals.js'
export { arrivalFates, arrivalLogs, fatesSince, knownArrivals } from './stays/arrival-fates.js'
export type { ArrivalFates, ArrivalLog, ArrivalPlace, Fate } from './stays/arrival-fates.js'
export { composeDue } from './stays/compose-due.js'
export type { Composition } from './stays/compose-due.js'
export { relayComposed } from './stays/relay-composed.js'
export type { ComposedEvent } from './stays/relay-composed.js'
export { parkedDocuments } from './stays/parked-documents.js'
export type { ParkedDocument } from './stays/parked-documents.js'
export { removeOldStays, waitingStays } from './stays/waiting-stays.js'
