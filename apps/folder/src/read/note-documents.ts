import { notesReader } from '@claims-audit/notes'
import type { NotesKind, NotesResult } from '@claims-audit/notes'
import { documentsSubmission, eventIdInFile, named } from '@claims-audit/submission'
import type { ReceivedDocuments } from '@claims-audit/contracts'
import type { Judged } from './judged.js'

/**
 * The documents of an HL7 v2 or C-CDA file, judged for a tenant, in order. `digest`: the SHA-256 of its bytes in hex.
 */
export async function* noteDocuments(
  chunks: AsyncIterable<Uint8Array>,
  kind: NotesKind,
  { digest, tenant }: { digest: string; tenant: string },
): AsyncGenerator<Judged> {
  const reader = notesReader(kind)
  let ordinal = 0
  const judged = (result: NotesResult): Judged => judgedOf(result, tenant, eventIdInFile(digest, ordinal++))
  for await (const chunk of chunks) for (const result of reader.push(chunk)) yield judged(result)
  for (const result of reader.end()) yield judged(result)
}

function judgedOf(result: NotesResult, tenant: string, id: string): Judged {
  const { at } = result
  if ('refused' in result) return { entry: { at, errors: [named(result.refused)] } }
  if ('passedOver' in result) return { entry: { at, passedOver: named(result.passedOver) } }
  const { entry, ...judged } = judgedDocument(at, result.received, tenant, id)
  return { entry: { ...entry, ...(result.isUnfinished && { unfinished: true }) }, ...judged }
}

/** Documents of one place, by the judgement that `POST /v1/documents` has. */
export function judgedDocument(at: object, received: ReceivedDocuments, tenant: string, id: string): Judged {
  const read = documentsSubmission(received, { tenant, tenants: [tenant], traceparent: undefined }, id)
  return 'reasons' in read ? { entry: { at, errors: read.reasons.map(named) } } : { entry: { at, id }, claim: read }
}
