import { codingDate, outsideEditions, parseEvent, parseVoid } from '@claims-audit/claim'
import type { Claim } from '@claims-audit/claim'
import { editionsOn } from '@claims-audit/code-sets'
import { TOPICS, VOIDED, claimKey, typeOf } from '@claims-audit/contracts'
import type { Reason } from '@claims-audit/contracts'
import { envelopeIn, eventId, foreignHeaders, traceparentIn } from '@claims-audit/event-log'
import type { Outgoing, Publisher } from '@claims-audit/event-log'
import { FIRST_EPOCH, holdQuarantined, recordQuarantineAct } from '@claims-audit/ledger'
import type { LedgerSession, QuarantinedName, QuarantinedWhole, ReadArchive } from '@claims-audit/ledger'

/** Why a quarantined event is not edited or sent again. */
export type MendRefused =
  | { refused: 'whole-batch'; lastOffset: string }
  /** The claim would be quarantined again, for this reason. */
  | { refused: 'rejected'; reason: Reason }
  | { refused: 'no-bytes' | 'not-archived' | 'not-yours' | 'redriven' }

/** A void names no facility. */
type SentClaim = Pick<Claim, 'tenant' | 'claimId' | 'facility'>

/** Who mends, and what they may. */
export interface Mender {
  by: string
  note: string | null
  /** How the submitted event is found that it goes back to. */
  archive: ReadArchive
  /** Which quarantined events there are for them. */
  isTheirs: (event: QuarantinedWhole) => boolean
  /** Which claims they may send: an edited claim may name another tenant. */
  maySend: (claim: SentClaim) => boolean
}

/**
 * Puts another claim in the event's place for the next redrive; the bytes that came stay as they are. Runs in a
 * transaction. Refuses a claim that would be quarantined again. Undefined where no quarantined event has this name.
 */
export async function editQuarantined(
  session: LedgerSession,
  name: QuarantinedName,
  value: Buffer,
  mender: Mender,
): Promise<QuarantinedWhole | MendRefused | undefined> {
  const held = await holdQuarantined(session, name, mender.archive)
  if (held === undefined || !mender.isTheirs(held.event)) return undefined
  const { lastOffset } = held.event
  if (lastOffset !== undefined) return { refused: 'whole-batch', lastOffset }
  const read = readClaim(value, mender)
  if ('refused' in read) return read
  await recordQuarantineAct(session, held, { act: 'edit', by: mender.by, note: mender.note, value, eventId: null })
  return held.event
}

/**
 * Sends the event again as a new one, or what it was edited to, and records it. Runs in a transaction: one redrive of
 * an event waits for another; where the publisher rejects, nothing is recorded. Repeated after a crash, it has the same
 * id. Undefined as above.
 */
export async function redriveQuarantined(
  session: LedgerSession,
  name: QuarantinedName,
  { publisher, again, ...mender }: Mender & { publisher: Publisher; again: boolean },
): Promise<{ event: QuarantinedWhole; eventId: string } | MendRefused | undefined> {
  const held = await holdQuarantined(session, name, mender.archive)
  if (held === undefined || !mender.isTheirs(held.event)) return undefined
  const { event } = held
  if (event.state === 'redriven' && !again) return { refused: 'redriven' }
  const sent = redrivenEvent(name, event, mender)
  if ('refused' in sent) return sent
  await publisher.send([sent])
  const { by, note } = mender
  await recordQuarantineAct(session, held, { act: 'redrive', by, note, value: null, eventId: sent.id })
  return { event, eventId: sent.id }
}

/** It enters by the door, under a new id and at a new place in the log. */
function redrivenEvent(name: QuarantinedName, quarantined: QuarantinedWhole, mender: Mender): Outgoing | MendRefused {
  const { acts, headers, lastOffset } = quarantined
  if (lastOffset !== undefined) return { refused: 'whole-batch', lastOffset }
  const edited = acts.findLast(({ act }) => act === 'edit')?.value
  const value = edited ?? quarantined.submitted
  if (value === null) return { refused: quarantined.value === null ? 'no-bytes' : 'not-archived' }
  const read = readClaim(value, mender, edited == null && isVoid(headers))
  if ('refused' in read) return read
  const traceparent = traceparentIn(headers)
  const epoch = name.epoch === FIRST_EPOCH ? '' : ` ${name.epoch}`
  return {
    // What failed before its documents were joined goes through the composer again; a void has none.
    topic: name.topic === TOPICS.received && read.type !== VOIDED ? TOPICS.received : TOPICS.submitted,
    key: claimKey(read.claim.tenant, read.claim.claimId),
    type: read.type,
    id: eventId('redrive', { ...name, timestamp: '0' }, `${name.stage} ${acts.length}${epoch}`),
    value,
    ...(traceparent !== undefined && { traceparent }),
    headers: { ...foreignHeaders(headers), ce_redriveof: quarantined.name },
  }
}

/** By the judgement that the first stage has: what it says no to would come back here. */
function readClaim(
  value: Buffer,
  { maySend }: Mender,
  isVoid = false,
): { claim: SentClaim; type: string } | MendRefused {
  const read = parseVoid(value, isVoid ? { type: VOIDED } : {})
  if (read !== undefined && 'voided' in read)
    return maySend(read.voided) ? { claim: read.voided, type: VOIDED } : { refused: 'not-yours' }
  const parsed = read ?? parseEvent(value)
  if ('rejected' in parsed) return { refused: 'rejected', reason: parsed.rejected }
  const { claim } = parsed
  if (editionsOn(codingDate(claim) ?? '') === undefined) return { refused: 'rejected', reason: outsideEditions(claim) }
  return maySend(claim) ? { claim, type: typeOf(TOPICS.submitted) } : { refused: 'not-yours' }
}

const isVoid = (headers: Parameters<typeof envelopeIn>[0]): boolean => envelopeIn(headers).type === VOIDED
