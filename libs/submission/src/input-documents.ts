import { parseCapture, parseDocuments } from '@claims-audit/claim'
import type { Reason, ReceivedDocuments } from '@claims-audit/contracts'

/** Documents of the input, or why they are rejected. `at`: where they are; `text`: the documents as JSON. */
export type InputDocuments = { at: object; text: string; received: ReceivedDocuments; namesNoStay: boolean }
type Judged = Omit<InputDocuments, 'at'> | { text: ''; rejected: Reason }

/** For documents where claims are asked for. */
export const DOCUMENTS_APART: Reason = { code: 'documents-apart', pointer: null, keyword: null }

/** Whether a JSON value holds documents, or what a scribe captured, and is no claim; a CloudEvent by what it holds. */
export function areDocuments(value: unknown): boolean {
  const held = isObject(value) && Object.hasOwn(value, 'specversion') ? (value as { data?: unknown }).data : value
  if (!isObject(held) || Object.hasOwn(held, 'claimType') || Object.hasOwn(held, 'diagnoses')) return false
  return Object.hasOwn(held, 'documents') || Object.hasOwn(held, 'captureId')
}

/** What a value that should be documents is. */
export function judgedDocuments(value: unknown): Judged {
  const parsed = isObject(value) && Object.hasOwn(value, 'captureId') ? parseCapture(value) : parseDocuments(value)
  return 'rejected' in parsed ? { text: '', rejected: parsed.rejected } : judgedReceived(parsed.received)
}

/** The same of documents that a format held. Those that name no stay are read, and can be joined to none. */
export function judgedReceived(received: ReceivedDocuments): Judged {
  const namesNoStay = received.claimId === undefined && received.encounter === undefined
  const parsed = parseDocuments(namesNoStay ? { ...received, claimId: 'none' } : received)
  if ('rejected' in parsed) return { text: '', rejected: parsed.rejected }
  return { text: JSON.stringify(received), received, namesNoStay }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
