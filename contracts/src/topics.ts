import type { ReceivedDocuments } from './generated/types.js'
import { nameUuids } from './name-uuid.js'

/** Topic names and their event types (`ce_type`), as in asyncapi.yaml. */
export const TOPICS = {
  submitted: 'claims.submitted',
  received: 'claims.received',
  documents: 'documents.received',
  validated: 'claims.validated',
  audited: 'claims.audited',
  corrections: 'claims.corrections',
  screened: 'claims.screened',
  quarantined: 'claims.quarantined',
} as const

export type Topic = (typeof TOPICS)[keyof typeof TOPICS]

/** A claim that is received without its documents is the same event before they are joined to it. */
const TYPES: Partial<Record<Topic, string>> = {
  [TOPICS.corrections]: 'claims.correction.v1',
  [TOPICS.received]: 'claims.submitted.v1',
}

/** The CloudEvents type of a topic's events. */
export const typeOf = (topic: Topic): string => TYPES[topic] ?? `${topic}.v1`

/**
 * The CloudEvents type of a void, which is on the topics of the claims that it may be about: it is in order with their
 * versions.
 */
export const VOIDED = 'claims.voided.v1'

/** Topics that upstreams and doors write: an origin that a header names there was set by a stranger. */
export const ENTRY_TOPICS: ReadonlySet<string> = new Set([TOPICS.submitted, TOPICS.received, TOPICS.documents])

/**
 * The key of documents: those of one stay stay together where they name it alike. No record number is in a key, but a
 * name of it.
 */
export function documentsKey(
  tenant: string,
  { claimId, encounter = {} }: Pick<ReceivedDocuments, 'claimId' | 'encounter'>,
): string {
  const { accountNumber, visitNumber, medicalRecordNumber = '' } = encounter
  const stay = claimId ?? accountNumber ?? visitNumber
  return `${tenant}:${stay === undefined ? recordName(medicalRecordNumber) : stay.replace(/\s/g, encodeURIComponent)}`
}

const recordName = nameUuids('4f3ce5a5-2d0c-5f43-9c0e-6f2f7a1d1b7e')

/**
 * The message key: one claim's versions stay on one partition, in order. A tenant holds no colon, so the key reads
 * back.
 */
export const claimKey = (tenant: string, claimId: string): string => `${tenant}:${claimId}`
