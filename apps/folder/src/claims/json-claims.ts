import { convertedSubmission, eventIdInFile, named, readJsonClaims, submissionOfFile } from '@claims-audit/submission'
import type { InputClaim } from '@claims-audit/submission'
import type { Judged } from './judged.js'

/** Bytes of a document, or of a line of JSON lines, as over HTTP. */
export const MOST_DOCUMENT = 16_000_000

/**
 * The claims of a JSON file, ours or FHIR, judged for a tenant, in order; `isFhir` is called where there is FHIR among it. `digest`: the SHA-256 of its
 * bytes in hex.
 */
export async function* jsonClaims(
  chunks: AsyncIterable<Uint8Array>,
  { digest, tenant, isFhir }: { digest: string; tenant: string; isFhir: () => void },
): AsyncGenerator<Judged> {
  const claims = readJsonClaims(copied(chunks), { line: MOST_DOCUMENT, document: MOST_DOCUMENT })
  for (let ordinal = 0; ; ordinal += 1) {
    const { value, done } = await claims.next()
    if (done === true) {
      if (value !== undefined) isFhir()
      return
    }
    yield judgedOf(value, tenant, eventIdInFile(digest, ordinal))
  }
}

function judgedOf(input: InputClaim, tenant: string, eventId: string): Judged {
  const { at } = input
  if ('rejected' in input) return { entry: { at, errors: [named(input.rejected)] } }
  const read =
    input.converted === undefined
      ? submissionOfFile(input.text, tenant, eventId)
      : convertedSubmission(input.converted, { tenant, tenants: [tenant], traceparent: undefined }, eventId)
  if ('reasons' in read) return { entry: { at, errors: read.reasons.map(named) } }
  return { entry: { at, id: read.event.id }, claim: read }
}

/** A line is kept beyond the chunk that it came in. */
async function* copied(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield Buffer.from(chunk)
}
