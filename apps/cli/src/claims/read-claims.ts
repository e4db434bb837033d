import type { Claim } from '@claims-audit/claim'
import type { IsoDate, Reason } from '@claims-audit/contracts'
import { DOCUMENTS_APART, judgedConversion, readJsonInput } from '@claims-audit/submission'
import type { InputClaim, InputDocuments } from '@claims-audit/submission'
import { readAgain } from './read-again.js'
import type { Bytes } from './read-again.js'
import { begin, readNotes } from './read-input.js'
import { readX12 } from './read-x12.js'
import { tellReport } from './tell-report.js'
import type { InputReport } from './tell-report.js'

/**
 * The claims of a file or of stdin (`-`), in order, by what the file is: X12; JSON lines, each a bare claim or a
 * CloudEvent, read as a stream; or one JSON document, an array or a single claim over several lines, told by a first
 * line that is no JSON by itself; FHIR, as a document or a resource a line. Throws when the file cannot be read.
 * Documents without a claim are rejected by name. `report` is called at the end of X12 and of FHIR.
 */
export async function* readClaims(
  file: string,
  report: (report: InputReport) => void | Promise<void> = tellReport,
): AsyncGenerator<InputClaim> {
  for await (const input of readInput(file, report))
    yield 'received' in input ? { at: input.at, text: '', rejected: DOCUMENTS_APART } : input
}

/**
 * The same, and documents that come apart from claims: of JSON, FHIR, HL7 v2, C-CDA, RTF, HTML. `report` is also
 * called at the end of those.
 */
export async function* readInput(
  file: string,
  report: (report: InputReport) => void | Promise<void> = tellReport,
): AsyncGenerator<InputClaim | InputDocuments> {
  const { stream, kind, content } = await begin(file)
  if (kind === 'x12') return yield* readFileOfX12(await readAgain(file, stream, content), report)
  const held = kind === 'json' ? yield* readJsonInput(content) : yield* readNotes(kind, content)
  if (held !== undefined) await report(held)
}

async function* readFileOfX12(
  bytes: Bytes,
  report: (report: InputReport) => void | Promise<void>,
): AsyncGenerator<InputClaim> {
  try {
    const reader = readX12(bytes)
    let incomplete = 0
    for (;;) {
      const { value, done } = await reader.next()
      if (done === true) return await report({ ...value, claimsRefused: value.claimsRefused + incomplete })
      const read = 'refused' in value ? { text: '', rejected: value.refused } : judgedConversion(value.claim)
      if ('claim' in value && 'rejected' in read && read.voids === undefined) incomplete += 1
      yield { at: value.at, ...read }
    }
  } finally {
    await bytes.close()
  }
}

/**
 * What `judge` makes of a claim. One that it fails on is rejected as the pipeline would quarantine it (`stage-failure`
 * and the error's class), and the rest goes on.
 */
export function judged<T extends object>(
  input: InputClaim,
  judge: (claim: Claim, sentOn: IsoDate | undefined) => T | { rejected: Reason },
): T | { rejected: Reason } {
  if ('rejected' in input) return input
  try {
    return judge(input.claim, input.sentOn)
  } catch (error) {
    return { rejected: { code: 'stage-failure', pointer: null, keyword: (error as Error).name } }
  }
}

/** The line that stands for a claim that cannot be read. */
export const rejectedLine = (at: object, { code, pointer, keyword }: Reason): object => ({
  outcome: 'rejected',
  ...at,
  reason: code,
  pointer,
  keyword,
})
