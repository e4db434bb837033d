import { createReadStream } from 'node:fs'
import type { Claim } from '@claims-audit/claim'
import type { IsoDate, Reason } from '@claims-audit/contracts'
import { judgedConversion, readJsonClaims } from '@claims-audit/submission'
import type { InputClaim } from '@claims-audit/submission'
import { isX12 } from '@claims-audit/x12'
import { readAgain } from './read-again.js'
import { readX12 } from './read-x12.js'
import { tellReport } from './tell-report.js'
import type { InputReport } from './tell-report.js'

/**
 * The claims of a file or of stdin (`-`), in order, by what the file is: X12; JSON lines, each a bare claim or a CloudEvent, read as a stream; or one JSON
 * document, an array or a single claim over several lines, told by a first line that is no JSON by itself; FHIR, as a document or a resource a line. Throws
 * when the file cannot be read. `report` is called at the end of X12 and of FHIR.
 */
export async function* readClaims(
  file: string,
  report: (report: InputReport) => void | Promise<void> = tellReport,
): AsyncGenerator<InputClaim> {
  const stream = file === '-' ? process.stdin : createReadStream(file)
  const { head, content } = await begun(stream)
  if (isX12(head) !== true) {
    const held = yield* readJsonClaims(content)
    if (held !== undefined) await report(held)
    return
  }
  const bytes = await readAgain(file, stream, content)
  try {
    const reader = readX12(bytes)
    let incomplete = 0
    for (;;) {
      const { value, done } = await reader.next()
      if (done === true) return await report({ ...value, claimsRefused: value.claimsRefused + incomplete })
      const read = 'refused' in value ? { text: '', rejected: value.refused } : judgedConversion(value.claim)
      if ('claim' in value && 'rejected' in read) incomplete += 1
      yield { at: value.at, ...read }
    }
  } finally {
    await bytes.close()
  }
}

/** As much of a stream as tells what it is, and the whole of it. */
async function begun(
  stream: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; content: AsyncIterable<Uint8Array> }> {
  const chunks = stream[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  while (isX12(head) === undefined) {
    const { value, done } = await chunks.next()
    if (done === true) break
    head = Buffer.concat([head, value])
  }
  return { head, content: joined(head, chunks) }
}

async function* joined(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield head
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

/** What `judge` makes of a claim. One that it fails on is rejected as the pipeline would quarantine it (`stage-failure` and the error's class), and the rest goes on. */
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
