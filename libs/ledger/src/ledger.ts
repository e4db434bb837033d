/** The edge of ledger: Postgres. Insert-only rows, written by the batch; queries; the outbox. */
export { migrate, openLedger } from './open-ledger.js'
export type { LedgerOptions } from './open-ledger.js'
export type { DataSource as Ledger } from 'typeorm'
export { recordBatch } from './record-batch.js'
export { recordQuarantine } from './record-quarantine.js'
export type { ParkedEvent } from './record-quarantine.js'
export { relayOutbox } from './outbox.js'
export type { OutboxEvent } from './outbox.js'
export { outboxBacklog, quarantineDepth } from './backlog.js'
export type { OutboxBacklog } from './backlog.js'
export { archiveBatch } from './archive.js'
export { unpackBlock } from './event-block.js'
export type { RawEvent, UnpackedEvent } from './event-block.js'
export { terminalOffsets } from './reconcile.js'
export { accountedSpans, insertAccounted, knownOffsets } from './accounted.js'
export type { AccountedSpan } from './accounted.js'
export type { OffsetSpan, TerminalOffsets } from './reconcile.js'
export { FINDING_SORTS, findFinding, findFindings } from './find-findings.js'
export type { FindingFilter, FindingPage, FindingSort, FoundFinding, PageRequest } from './find-findings.js'
export { isBindable } from './bindable.js'
export { findClaim } from './find-claim.js'
export type { ClaimEvent, ClaimHistory } from './find-claim.js'
export {
  findParked,
  findParkedWhole,
  parkedName,
  placeName,
  readParkedName,
  recordEdit,
  redriveParked,
} from './quarantined.js'
export type { ParkedFilter, ParkedName, ParkedSummary, ParkedWhole, QuarantineAct } from './quarantined.js'
export { actOnRun, askRun, beginRun, deleteRun, failRun, findRun, listRuns, unfinishedRuns } from './runs.js'
export type {
  AuditRun,
  PlannedUnit,
  RunAdditions,
  RunEditions,
  RunInput,
  RunPlan,
  RunState,
  RunTally,
  SettledTally,
  Stretch,
} from './runs.js'
export { auditNextUnit } from './run-units.js'
export type { AuditedUnit, RunUnit } from './run-units.js'
export { settleRun } from './settle-run.js'
export { findSkipped } from './skipped.js'
export type { SkippedEvent } from './skipped.js'
export { archivedEvent, archivedRanges, firstGaps, readArchived } from './archived.js'
export type { ArchivedRange, ArchivedSpan } from './archived.js'
export { AnotherLog, FIRST_EPOCH, acceptLog, admitLog, logEpochs } from './log-epochs.js'
export type { LogEpoch } from './log-epochs.js'
export { ledgerGeneration, raiseGeneration, restoredEnds } from './generation.js'
export type { TopicEnds } from './generation.js'
export { hasCorrection, hasOutcome } from './holds.js'
export { NotComparable, assertComparable, diffRuns, findingChanges, pageOfChanges } from './diff-runs.js'
export type { ChangeCursor, ChangeSum, FindingChange, NamedChangeSum, RunDiff } from './diff-runs.js'
