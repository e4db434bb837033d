import { createHash } from 'node:crypto'
import type { Reason } from '@claims-audit/contracts'
import type { Outgoing } from '@claims-audit/event-log'
import { documentsSubmission, eventIdInFile, named } from '@claims-audit/submission'
import type { ForTenant } from '@claims-audit/submission'
import { readPosted } from './read-posted.js'
import type { Posted } from './read-posted.js'

export interface DocumentsAsked {
  bytes: Uint8Array
  contentType: string | undefined
  sender: ForTenant
}

/**
 * What became of a document: where it is, with its event's id, why it was refused, or why it holds nothing to read.
 * `unfinished`: the body ends within it.
 */
interface Answer {
  at: object
  id?: string
  errors?: Reason[]
  passedOver?: Reason
  unfinished?: true
}

export interface AnsweredDocument {
  answer: Answer
  event?: Outgoing
}

/** The documents of a body, each with its answer. The same bytes give the same event ids. */
export function documentsIn({ bytes, contentType, sender }: DocumentsAsked): AnsweredDocument[] {
  const digest = createHash('sha256').update(bytes).digest('hex')
  return readPosted(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), contentType).map((posted, ordinal) =>
    answered(posted, eventIdInFile(digest, ordinal), sender),
  )
}

function answered(posted: Posted, id: string, sender: ForTenant): AnsweredDocument {
  const { at } = posted
  if ('refused' in posted) return { answer: { at, errors: posted.refused.map(named) } }
  if ('passedOver' in posted) return { answer: { at, passedOver: named(posted.passedOver) } }
  const read = documentsSubmission(posted.received, sender, id)
  if ('reasons' in read) return { answer: { at, errors: read.reasons.map(named) } }
  return { answer: { at, id, ...(posted.isUnfinished && { unfinished: true }) }, event: read.event }
}
