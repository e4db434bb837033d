import { editionsOn } from '@claims-audit/code-sets'
import { codingDate, outsideEditions, parseEvent, parseVoid, readJson } from '@claims-audit/claim'
import type { Claim, ParsedVoid } from '@claims-audit/claim'
import { TOPICS, claimKey, typeOf } from '@claims-audit/contracts'
import type { Reason, SubmittedClaim } from '@claims-audit/contracts'
import type { Outgoing } from '@claims-audit/event-log'
import { isVoid, voidEvent, voidOf } from './void.js'
import { unnumbered } from './unnumbered.js'
import type { Unnumbered } from './unnumbered.js'

/** What of a request goes into its events, and for which tenants it may submit; null: for any. */
export interface Sender {
  traceparent: string | undefined
  tenants: readonly string[] | null
}

/** Who sends what names no tenant, as FHIR and X12 do not. */
export interface ForTenant extends Sender {
  /** The one that the request names, else the sender's only one. */
  tenant: string | undefined
}

/** The same of a claim that was made of another format, which has no versions; one of frequency 8 voids its claim. */
export function convertedSubmission(
  claim: SubmittedClaim,
  { tenant, ...sender }: ForTenant,
  eventId: string,
): Submission {
  const sent = { ...claim, ...(tenant !== undefined && { tenant }) }
  if (isVoid(sent)) return voidSubmission(sent, sender, eventId)
  const read = judged(JSON.stringify(sent), sender, eventId)
  return 'reasons' in read ? read : { event: read.event, unnumbered: unnumbered(sent, read.claim) }
}

/** The void that a bill of frequency 8 is. Without a number it meets the first version of its claim. */
export function voidSubmission(sent: SubmittedClaim, { traceparent, tenants }: Sender, eventId: string): Submission {
  const { tenant = 'default', claimId } = sent
  if (tenants?.includes(tenant) === false) return { reasons: [OF_ANOTHER_TENANT] }
  const waiting = unnumbered(sent, { tenant, claimId })
  const read = voidEvent(voidOf(sent, { claimId, version: 1 }, waiting.digest), { eventId, traceparent })
  return 'reasons' in read ? read : { event: read.event, unnumbered: waiting }
}

/**
 * The same of a claim in a file of one tenant's: a claim that names no tenant is this one's, and one that names another
 * is refused.
 */
export function submissionOfFile(text: string, tenant: string, eventId: string): Submission {
  const sender = { traceparent: undefined, tenants: [tenant] }
  const read = readJson(text)
  const { data } = 'value' in read ? inEnvelope(read.value) : {}
  if (!isObject(data) || Object.hasOwn(data, 'tenant')) return submission(text, sender, eventId)
  const value = (read as { value: object }).value
  const named = { ...data, tenant }
  return submission(JSON.stringify(data === value ? named : { ...value, data: named }), sender, eventId)
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** An event to publish; what has no version yet gets one before. */
export interface Accepted {
  event: Outgoing
  unnumbered?: Unnumbered
}

/** An event, or every reason why it is refused. */
export type Submission = Accepted | { reasons: Reason[] }

/**
 * Reads one claim as it came, by the same judgement that the topic's reader has, for one of the sender's tenants (null:
 * any); the event keeps the claim's own bytes. Its id is that of the CloudEvent, where it is one, else `eventId`. A
 * CloudEvent of a void is read likewise.
 */
export function submission(body: string | Buffer, sender: Sender, eventId: string): Submission {
  const voided = parseVoid(body)
  if (voided !== undefined) return sentVoid(voided, body, sender, eventId)
  const read = judged(body, sender, eventId)
  return 'reasons' in read ? read : { event: read.event }
}

function sentVoid(
  read: ParsedVoid,
  body: string | Buffer,
  { traceparent, tenants }: Sender,
  eventId: string,
): Submission {
  if ('rejected' in read) return { reasons: [read.rejected, ...read.others] }
  if (tenants?.includes(read.voided.tenant) === false) return { reasons: [OF_ANOTHER_TENANT] }
  return voidEvent(read.voided, { eventId: unwrapped(body).id ?? eventId, traceparent })
}

function judged(
  body: string | Buffer,
  { traceparent, tenants }: Sender,
  eventId: string,
): { event: Outgoing; claim: Claim } | { reasons: Reason[] } {
  const parsed = parseEvent(body)
  if ('rejected' in parsed) return { reasons: [parsed.rejected, ...parsed.others] }
  const { claim } = parsed
  if (tenants?.includes(claim.tenant) === false) return { reasons: [OF_ANOTHER_TENANT] }
  if (editionsOn(codingDate(claim) ?? '') === undefined) return { reasons: [outsideEditions(claim)] }
  return { claim, event: claimEvent(body, claim, { eventId, traceparent }) }
}

/**
 * The event of a claim that was read from `body`. Its id is that of the CloudEvent, where it is one, else `eventId`.
 */
export function claimEvent(
  body: string | Buffer,
  { tenant, claimId }: Pick<Claim, 'tenant' | 'claimId'>,
  { eventId, traceparent }: { eventId: string; traceparent?: string | undefined },
): Outgoing {
  const { data, id = eventId } = unwrapped(body)
  return {
    topic: TOPICS.submitted,
    key: claimKey(tenant, claimId),
    type: typeOf(TOPICS.submitted),
    id,
    value: data,
    ...(traceparent !== undefined && { traceparent }),
  }
}

/** Who sends it may not submit for its tenant. */
export const OF_ANOTHER_TENANT: Reason = { pointer: '/tenant', code: 'tenant', keyword: null }

/** A CloudEvent in structured mode goes on in binary mode: its id as a header, its data as the value. */
function unwrapped(body: string | Buffer): { data: string | Buffer; id?: string } {
  if (!body.includes('"specversion"')) return { data: body }
  const { value } = readJson(String(body)) as { value: unknown }
  const { data, id } = inEnvelope(value)
  return data === value ? { data: body } : { data: JSON.stringify(data), ...(id !== undefined && { id }) }
}

/** What a CloudEvent holds, with its id; of anything else itself. */
function inEnvelope(value: unknown): { data: unknown; id?: string } {
  const { specversion, data, id } = (value ?? {}) as { specversion?: unknown; data?: unknown; id?: unknown }
  if (specversion === undefined || data === undefined) return { data: value }
  return { data, ...(typeof id === 'string' && { id }) }
}
