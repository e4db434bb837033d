import { convertedSubmission, eventIdInFile, named } from '@claims-audit/submission'
import { ClaimReader, toldRefusal } from '@claims-audit/x12'
import type { Survey, X12Result } from '@claims-audit/x12'
import type { Judged } from './judged.js'

/** The claims of an X12 file, judged for a tenant, in order. `digest`: the SHA-256 of its bytes in hex. */
export async function* x12Claims(
  chunks: AsyncIterable<Uint8Array>,
  survey: Survey,
  { digest, tenant }: { digest: string; tenant: string },
): AsyncGenerator<Judged> {
  const reader = new ClaimReader(survey, { echoes: true })
  let ordinal = 0
  const judged = (result: X12Result): Judged => judgedOf(result, tenant, eventIdInFile(digest, ordinal++))
  for await (const chunk of chunks) for (const result of reader.push(chunk)) yield judged(result)
  for (const result of reader.end()) yield judged(result)
}

function judgedOf(result: X12Result, tenant: string, id: string): Judged {
  const echo = result.echo && { echo: result.echo }
  if ('refused' in result) {
    const { at, refused } = toldRefusal(result)
    return { entry: { at, errors: [refused], ...echo } }
  }
  const read = convertedSubmission(result.claim, { tenant, tenants: [tenant], traceparent: undefined }, id)
  if ('reasons' in read) return { entry: { at: result.place, errors: read.reasons.map(named), ...echo } }
  return { entry: { at: result.place, id, ...echo }, claim: read }
}
