import { createReadStream } from 'node:fs'
import { MAX_EVENT_BYTES, linesOf, parseClaim, parseEvent, readJson } from '@claims-audit/claim'
import type { Claim, Line } from '@claims-audit/claim'
import type { IsoDate, Reason } from '@claims-audit/contracts'

/** A claim of the input with the day on which its event was sent, or why it is rejected. */
type Read = { claim: Claim; sentOn?: IsoDate | undefined } | { rejected: Reason }
export type InputClaim = { line: number; text: string } & Read

/**
 * The claims of a file or of stdin (`-`), in order: JSON lines, each a bare claim or a CloudEvent, read as a stream; or one JSON document, an array or a
 * single claim over several lines, told by a first line that is no JSON by itself. `line` counts lines, in an array its items. Throws when the file cannot be read.
 */
export async function* readClaims(file: string): AsyncGenerator<InputClaim> {
  const lines = linesOf(file === '-' ? process.stdin : createReadStream(file), MAX_EVENT_BYTES)
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
  for (const [at, item] of items.entries()) yield { line: at + 1, ...judgedItem(item) }
}

function judgedItem(item: unknown): { text: string } & Read {
  const parsed = parseClaim(item)
  return 'claim' in parsed
    ? { text: JSON.stringify(item), claim: parsed.claim, sentOn: parsed.sentOn }
    : { text: '', rejected: parsed.rejected }
}

function readLine({ number, text, rejected }: Line): InputClaim {
  if (rejected) return { line: number, text, rejected }
  const parsed = parseEvent(text)
  return 'claim' in parsed
    ? { line: number, text, claim: parsed.claim, sentOn: parsed.sentOn }
    : { line: number, text, rejected: parsed.rejected }
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
export const rejectedLine = (line: number, { code, pointer, keyword }: Reason): object => ({
  outcome: 'rejected',
  line,
  reason: code,
  pointer,
  keyword,
})
