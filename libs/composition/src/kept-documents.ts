import { contentDigest } from '@claims-audit/claim'
import type { Encounter, ReceivedDocument, ReceivedDocuments } from '@claims-audit/contracts'

/** A document as it is kept: one for each id and each way in which its stay was named. */
export interface KeptDocument {
  /** Which stay it names. */
  claimId: string | null
  encounter: Encounter
  document: ReceivedDocument
  /** Of the document. */
  digest: string
  /** When it came, in milliseconds since 1970: its time of issue, where it says none. */
  receivedAt: number
}

/** What an event's documents are kept as. `receivedAt`: the event's own time, the same whenever it is read. */
export const keptDocuments = (
  { claimId, encounter, documents }: ReceivedDocuments,
  receivedAt: number,
): KeptDocument[] =>
  documents.map((document) => ({
    claimId: claimId ?? null,
    encounter: encounter ?? {},
    document,
    digest: contentDigest(document),
    receivedAt,
  }))

const RANKS = { preliminary: 0, final: 1, amended: 2, cancelled: 3 } as const

/**
 * Of several documents with one id the one that holds: the highest version, then the one issued last, then the
 * further status. What is equal in all is decided by its digest, so that the order in which they come decides
 * nothing.
 */
export const holds = (a: KeptDocument, b: KeptDocument): KeptDocument => (compare(a, b) >= 0 ? a : b)

const compare = (a: KeptDocument, b: KeptDocument): number =>
  (a.document.version ?? 0) - (b.document.version ?? 0) ||
  issuedAt(a) - issuedAt(b) ||
  RANKS[a.document.status ?? 'final'] - RANKS[b.document.status ?? 'final'] ||
  (a.digest === b.digest ? 0 : a.digest > b.digest ? 1 : -1)

const issuedAt = ({ document, receivedAt }: KeptDocument): number =>
  document.issued === undefined ? receivedAt : Date.parse(document.issued)
