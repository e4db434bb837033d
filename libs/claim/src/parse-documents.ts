import { TOPICS, isCaptureRequest, isReceivedDocuments, typeOf } from '@claims-audit/contracts'
import type { CaptureRequest, ReceivedDocuments } from '@claims-audit/contracts'
import { isCloudEvent, isDeeper, readEvent, rejected, rejectionOf } from './parse.js'
import type { Envelope, Rejection } from './parse.js'

export type ParsedDocuments = { received: ReceivedDocuments } | Rejection

const TYPE = typeOf(TOPICS.documents)

/** Reads documents as they came: the bare body or a CloudEvent in structured mode. Never throws. */
export function readDocuments(
  event: string | Uint8Array | null,
  { type }: Pick<Envelope, 'type'> = {},
): ParsedDocuments {
  const read = readEvent(event, type, TYPE)
  return 'rejected' in read ? read : parseDocuments(read.value)
}

/** Validates a parsed JSON value. Never throws; a rejection names the field and the keyword it broke, never a value. */
export function parseDocuments(value: unknown): ParsedDocuments {
  if (isDeeper(value)) return rejected('too-deep')
  if (isCloudEvent(value) && value.type !== undefined && value.type !== TYPE) return rejected('unknown-type', '/type')
  const data = isCloudEvent(value) ? value.data : value
  return isReceivedDocuments(data) ? { received: data } : rejectionOf(isReceivedDocuments.errors)
}

/** The same of what a scribe captured. */
export function parseCapture(value: unknown): ParsedDocuments {
  if (isDeeper(value)) return rejected('too-deep')
  return isCaptureRequest(value) ? { received: documentsOf(value) } : rejectionOf(isCaptureRequest.errors)
}

/**
 * A capture is a document: the note is its text, and what is structured goes beside it. Before it is signed it is
 * preliminary.
 */
function documentsOf({ tenant, claimId, encounter, ...request }: CaptureRequest): ReceivedDocuments {
  const { captureId, signed, withdrawn = false, issued, capture, note } = request
  const { text = '', type = 'progress-note', ...about } = note ?? {}
  const status = withdrawn ? 'cancelled' : signed ? 'final' : 'preliminary'
  return {
    ...(tenant !== undefined && { tenant }),
    ...(claimId !== undefined && { claimId }),
    ...(encounter !== undefined && { encounter }),
    documents: [
      {
        ...{ id: captureId, type, ...about, text, status },
        ...(issued !== undefined && { issued }),
        ...(capture !== undefined && { capture }),
      },
    ],
  }
}
