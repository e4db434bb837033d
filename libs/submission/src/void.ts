import { rejectionOf } from '@claims-audit/claim'
import { TOPICS, VOIDED, claimKey, isVoidedClaim } from '@claims-audit/contracts'
import type { Reason, SubmittedClaim, VoidedClaim } from '@claims-audit/contracts'
import type { Outgoing } from '@claims-audit/event-log'

/** Void or cancel of a prior claim (NUBC, frequency of a type of bill). */
const VOID = '8'

/** Whether a bill of another format says that its claim is void. It need not say anything else. */
export const isVoid = ({ frequency }: Pick<SubmittedClaim, 'frequency'>): boolean => frequency === VOID

/** Whether an event is a void's, and no claim's. */
export const isVoidEvent = ({ type }: Pick<Outgoing, 'type'>): boolean => type === VOIDED

/** Why a void is no claim to audit. */
export const VOID_REASON: Reason = { code: 'void', pointer: '/frequency', keyword: null }

/** What a void's event says; `billDigest`: of the bill. */
export const voidOf = (
  { tenant }: Pick<SubmittedClaim, 'tenant'>,
  { claimId, version }: { claimId: string; version: number },
  billDigest: string,
): VoidedClaim => ({ ...(tenant !== undefined && { tenant }), claimId, version, billDigest })

/**
 * The event of a void, or every reason why it is refused. Without documents, it goes to the audit wherever claims go.
 */
export function voidEvent(
  voided: VoidedClaim,
  { eventId, traceparent }: { eventId: string; traceparent?: string | undefined },
): { event: Outgoing } | { reasons: Reason[] } {
  if (!isVoidedClaim(voided)) {
    const { rejected, others } = rejectionOf(isVoidedClaim.errors)
    return { reasons: [rejected, ...others] }
  }
  return {
    event: {
      topic: TOPICS.submitted,
      key: claimKey(voided.tenant ?? 'default', voided.claimId),
      type: VOIDED,
      id: eventId,
      value: JSON.stringify(voided),
      ...(traceparent !== undefined && { traceparent }),
    },
  }
}
