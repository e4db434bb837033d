import { createReadStream } from 'node:fs'
import { MAX_EVENT_BYTES, linesOf, parseClaim, parseEvent, readJson } from '@claims-audit/claim'
import type { Claim, Line } from '@claims-audit/claim'
import type { IsoDate, Reason } from '@claims-audit/contracts'
import { isX12 } from '@claims-audit/x12'
import type { Report } from '@claims-audit/x12'
import { readAgain } from './read-again.js'
import { readX12 } from './read-x12.js'
import { tellReport } from './tell-report.js'

/** A claim of the input with the day on which its event was sent, or why it is rejected. */
type Read = { claim: Claim; sentOn?: IsoDate | undefined } | { rejected: Reason }
/** `at`: where it is. The line, in a JSON array the item; in X12 interchange, transaction, claim. `text`: the claim as JSON. */
export type InputClaim = { at: object; text: string } & Read

/**
 * The claims of a file or of stdin (`-`), in order, by what the file is: X12; JSON lines, each a bare claim or a CloudEvent, read as a stream; or one JSON
 * document, an array or a single claim over several lines, told by a first line that is no JSON by itself. Throws when the file cannot be read. `report` is
 * called at the end of an X12 file.
 */
export async function* readClaims(
  file: string,
  report: (report: Report) => void | Promise<void> = tellReport,
): AsyncGenerator<InputClaim> {
  const stream = file === '-' ? process.stdin : createReadStream(file)
  const { head, content } = await begun(stream)
  if (isX12(head) !== true) return yield* readJsonClaims(content)
  const bytes = await readAgain(file, stream, content)
  try {
    const reader = readX12(bytes)
    let incomplete = 0
    for (;;) {
      const { value, done } = await reader.next()
      if (done === true) return await report({ ...value, claimsRefused: value.claimsRefused + incomplete })
      const read = 'refused' in value ? { text: '', rejected: value.refused } : judgedItem(value.claim)
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

async function* readJsonClaims(content: AsyncIterable<Uint8Array>): AsyncGenerator<InputClaim> {
  const lines = linesOf(content, MAX_EVENT_BYTES)
  const { value: first, done } = await lines.next()
  if (done === true) return
  if (!beginsDocument(first)) {
    yield readLine(first)
    for await (const line of lines) yield readLine(line)
    return
  }
  const held = [first]
  for await (const line of lines) held.push(line)
  yield* readDocument(held)
}

const beginsDocument = ({ text, rejected }: Line): boolean =>
  (!rejected && /^\ufeff?[[{]/.test(text) && 'rejected' in readJson(text)) || /^\ufeff?\[/.test(text)

/** What was no document after all is read by the line: one broken line loses no other. */
function* readDocument(lines: Line[]): Generator<InputClaim> {
  const broken = lines.filter(({ rejected }) => rejected !== undefined)
  if (broken.length > 0) {
    yield* broken.map(readLine)
    return
  }
  const document = readJson(lines.map((line) => line.text).join('\n'))
  if ('rejected' in document) {
    for (const line of lines) yield readLine(line)
    return
  }
  const items: unknown[] = Array.isArray(document.value) ? document.value : [document.value]
  for (const [at, item] of items.entries()) yield { at: { line: at + 1 }, ...judgedItem(item) }
}

function judgedItem(item: unknown): { text: string } & Read {
  const parsed = parseClaim(item)
  return 'claim' in parsed
    ? { text: JSON.stringify(item), claim: parsed.claim, sentOn: parsed.sentOn }
    : { text: '', rejected: parsed.rejected }
}

function readLine({ number, text, rejected }: Line): InputClaim {
  const at = { line: number }
  if (rejected) return { at, text, rejected }
  const parsed = parseEvent(text)
  return 'claim' in parsed
    ? { at, text, claim: parsed.claim, sentOn: parsed.sentOn }
    : { at, text, rejected: parsed.rejected }
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
