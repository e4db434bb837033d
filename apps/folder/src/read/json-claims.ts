import {
  DOCUMENTS_APART,
  convertedSubmission,
  eventIdInFile,
  named,
  readJsonInput,
  submissionOfFile,
} from '@claims-audit/submission'
import type { InputClaim, InputDocuments } from '@claims-audit/submission'
import type { Judged } from './judged.js'
import { judgedDocument } from './note-documents.js'

/** Bytes of a document, or of a line of JSON lines, as over HTTP. */
export const MOST_DOCUMENT = 16_000_000

/**
 * The claims of a JSON file, ours or FHIR, judged for a tenant, in order, and the documents where they come apart
 * (`documentsApart`); `isFhir` is called where there is FHIR among it. `digest`: the SHA-256 of its bytes in hex.
 */
export async function* jsonClaims(
  chunks: AsyncIterable<Uint8Array>,
  { digest, tenant, ...o }: { digest: string; tenant: string; documentsApart: boolean; isFhir: () => void },
): AsyncGenerator<Judged> {
  const claims = readJsonInput(copied(chunks), { line: MOST_DOCUMENT, document: MOST_DOCUMENT })
  for (let ordinal = 0; ; ordinal += 1) {
    const { value, done } = await claims.next()
    if (done === true) {
      if (value !== undefined) o.isFhir()
      return
    }
    const id = eventIdInFile(digest, ordinal)
    yield 'received' in value ? judgedApart(value, tenant, id, o.documentsApart) : judgedOf(value, tenant, id)
  }
}

function judgedApart({ at, received }: InputDocuments, tenant: string, id: string, isTaken: boolean): Judged {
  return isTaken ? judgedDocument(at, received, tenant, id) : { entry: { at, errors: [DOCUMENTS_APART] } }
}

function judgedOf(input: InputClaim, tenant: string, eventId: string): Judged {
  const { at } = input
  const isVoid = 'rejected' in input && (input.isVoid === true || input.voids !== undefined)
  if ('rejected' in input && !isVoid) return { entry: { at, errors: [named(input.rejected)] } }
  const converted = 'rejected' in input ? input.voids : input.converted
  const read =
    converted === undefined
      ? submissionOfFile(input.text, tenant, eventId)
      : convertedSubmission(converted, { tenant, tenants: [tenant], traceparent: undefined }, eventId)
  if ('reasons' in read) return { entry: { at, errors: read.reasons.map(named) } }
  return { entry: { at, id: read.event.id }, claim: read }
}

/** A line is kept beyond the chunk that it came in. */
async function* copied(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield Buffer.from(chunk)
}
