import { parseDocuments, readText } from '@claims-audit/claim'
import type { Reason, ReceivedDocuments } from '@claims-audit/contracts'
import { isFhir, readFhirDocuments } from '@claims-audit/fhir'
import { notesReader } from '@claims-audit/notes'
import { mediaTypeOf } from '../media-type.js'

/** What a body holds at a place (`at`): a document, why it was refused, or why it has no document to read. */
export type Posted = { at: object } & (
  { received: ReceivedDocuments; isUnfinished?: true } | { refused: Reason[] } | { passedOver: Reason }
)

/** Readers by content type (HL7's own for v2 is x-application/hl7-v2+er7); any other type is JSON of ours. */
const READERS: Record<string, (body: Buffer) => Posted[]> = {
  'x-application/hl7-v2+er7': (body) => notesIn('hl7v2', body),
  'application/hl7-v2': (body) => notesIn('hl7v2', body),
  'application/xml': (body) => notesIn('cda', body),
  'text/xml': (body) => notesIn('cda', body),
  'application/cda+xml': (body) => notesIn('cda', body),
  'application/hl7-v3+xml': (body) => notesIn('cda', body),
  'application/fhir+json': fhirIn,
}

/** The documents of a body, by its content type. */
export const readPosted = (body: Buffer, contentType?: string): Posted[] =>
  (READERS[mediaTypeOf(contentType)] ?? jsonIn)(body)

function notesIn(kind: 'hl7v2' | 'cda', body: Buffer): Posted[] {
  const reader = notesReader(kind)
  return [...reader.push(body), ...reader.end()].map((result) =>
    'refused' in result ? { at: result.at, refused: [result.refused] } : result,
  )
}

function fhirIn(body: Buffer): Posted[] {
  const read = readText(body)
  if ('rejected' in read) return [{ at: {}, refused: [read.rejected] }]
  if (!isFhir(read.value)) return [{ at: {}, refused: [NO_DOCUMENT] }]
  const { results } = readFhirDocuments(read.value)
  if (results.length === 0) return [{ at: {}, refused: [NO_DOCUMENT] }]
  return results.map((result) =>
    'refused' in result
      ? { at: { resource: result.resource }, refused: [result.refused] }
      : { at: { resource: result.resource }, received: result.received },
  )
}

function jsonIn(body: Buffer): Posted[] {
  const read = readText(body)
  if ('rejected' in read) return [{ at: {}, refused: [read.rejected] }]
  const parsed = parseDocuments(read.value)
  return 'received' in parsed
    ? [{ at: {}, received: parsed.received }]
    : [{ at: {}, refused: [parsed.rejected, ...parsed.others] }]
}

const NO_DOCUMENT: Reason = { code: 'no-document', pointer: null, keyword: null }
