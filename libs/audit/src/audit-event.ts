import { claimNamed, parseEvent, parseVoid } from '@claims-audit/claim'
import type { Claim, Envelope } from '@claims-audit/claim'
import { TOPICS } from '@claims-audit/contracts'
import type { AuditResult, Reason, RunFilter } from '@claims-audit/contracts'
import { auditClaim } from './audit-claim.js'
import type { Knowledge } from './knowledge/knowledge.js'

/** An event with a claim, or without one, as it was submitted. */
export interface SubmittedEvent {
  value: Uint8Array | string | null
  /** What the log's message is keyed by; a line has no key. */
  key: Uint8Array | null
  /** What the event says of itself; a line says nothing beside its value. */
  envelope?: Envelope
  /** Why it cannot be read; it has no value then. */
  rejected?: Reason
}

/** What came of an event. One that was rejected is named as far as it can be. */
export type AuditedEvent = { filtered: true } | { result: AuditResult } | Rejected

export interface Rejected {
  rejected: Reason
  tenant: string | null
  claimId: string | null
}

/** A void has nothing to audit: a run says what rules find in a claim, not whether it is still billed. */
const VOID = { rejected: { code: 'void', pointer: null, keyword: null } }

/** Audits an event as the live pipeline does. Never throws. */
export function auditEvent(event: SubmittedEvent, knowledge: Knowledge, only: RunFilter): AuditedEvent {
  const judged = judge(event, knowledge, only)
  if (!('rejected' in judged)) return judged
  const { tenant = null, claimId = null } = nameOf(event) ?? {}
  return { rejected: judged.rejected, tenant, claimId }
}

function judge(
  event: SubmittedEvent,
  knowledge: Knowledge,
  only: RunFilter,
): Exclude<AuditedEvent, Rejected> | { rejected: Reason } {
  const { value, envelope, rejected } = event
  const isVoid = rejected === undefined && parseVoid(value, envelope) !== undefined
  const parsed = isVoid ? VOID : rejected === undefined ? parseEvent(value, envelope) : { rejected }
  // Of what cannot be read only its name may be known; by the rest of a filter it may be one of those asked for.
  if ('rejected' in parsed)
    return isNamedOtherwise(nameOf(event), only) ? { filtered: true } : { rejected: parsed.rejected }
  if (!isAskedFor(parsed.claim, only)) return { filtered: true }
  try {
    const result = auditClaim(parsed.claim, knowledge, { sentOn: parsed.sentOn })
    return 'rejected' in result ? result : { result }
  } catch (error) {
    // As the pipeline would quarantine it.
    return { rejected: { code: 'stage-failure', pointer: null, keyword: (error as Error).name } }
  }
}

const nameOf = ({ value, key }: SubmittedEvent): { tenant: string; claimId: string } | undefined =>
  claimNamed(typeof value === 'string' ? Buffer.from(value) : value, key, TOPICS.submitted)

function isNamedOtherwise(
  name: { tenant: string; claimId: string } | undefined,
  { tenant, claimId }: RunFilter,
): boolean {
  return (
    name !== undefined &&
    ((tenant !== undefined && tenant !== name.tenant) || (claimId !== undefined && claimId !== name.claimId))
  )
}

/** A claim without a discharge date lies in no range of them. */
export function isAskedFor(
  claim: Claim,
  { tenant, claimId, facility, payer, dischargeFrom, dischargeTo }: RunFilter,
): boolean {
  const discharged = claim.dischargeDate ?? ''
  return (
    (tenant === undefined || claim.tenant === tenant) &&
    (claimId === undefined || claim.claimId === claimId) &&
    (facility === undefined || claim.facility?.id === facility) &&
    (payer === undefined || claim.payer?.id === payer) &&
    (dischargeFrom === undefined || discharged >= dischargeFrom) &&
    (dischargeTo === undefined || (discharged !== '' && discharged <= dischargeTo))
  )
}
