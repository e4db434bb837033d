import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseEvent } from '@claims-audit/claim'
import type { Claim } from '@claims-audit/claim'
import type { Reason } from '@claims-audit/contracts'

/** A claim of the input, or why it is none. */
export type InputClaim = { line: number; text: string } & ({ claim: Claim } | { rejected: Reason })

/**
 * The claims of a file or of stdin (`-`), in order: JSON lines, each a bare claim or a CloudEvent, read as a stream; or one JSON document, an array or
 * a single claim over several lines. `line` counts lines, in an array its items. Throws when the file cannot be read.
 */
export async function* readClaims(file: string): AsyncGenerator<InputClaim> {
  const input = file === '-' ? process.stdin : createReadStream(file)
  const lines = createInterface({ input, crlfDelay: Infinity })
  let number = 0
  let document: string[] | undefined
  // createInterface does not hand on a stream's error.
  const failed = new Promise<never>((_, reject) => input.once('error', reject))
  failed.catch(() => undefined)
  const iterator = lines[Symbol.asyncIterator]()
  for (;;) {
    const { value: text, done } = await Promise.race([iterator.next(), failed])
    if (done === true) break
    number += 1
    if (document === undefined && text.trim() !== '' && isFirstOfDocument(text)) document = []
    if (document !== undefined) document.push(text)
    else if (text.trim() !== '') yield readClaim(text, number)
  }
  if (document !== undefined) yield* readDocument(document.join('\n'))
}

/** A line that is no whole JSON value by itself, but begins one. */
const isFirstOfDocument = (text: string): boolean => /^\s*\[/.test(text) || /^\s*\{\s*$/.test(text)

function* readDocument(text: string): Generator<InputClaim> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    yield { line: 1, text, rejected: { code: 'not-json', pointer: null, keyword: null } }
    return
  }
  for (const [at, item] of (Array.isArray(value) ? value : [value]).entries()) yield readClaim(JSON.stringify(item), at + 1)
}

function readClaim(text: string, line: number): InputClaim {
  const parsed = parseEvent(text)
  return 'claim' in parsed ? { line, text, claim: parsed.claim } : { line, text, rejected: parsed.rejected }
}

/** What `judge` makes of a claim. One that it fails on is rejected as the pipeline would park it (`stage-failure` and the error's class), and the rest goes on. */
export function judged<T extends object>(input: InputClaim, judge: (claim: Claim) => T | { rejected: Reason }): T | { rejected: Reason } {
  if ('rejected' in input) return input
  try {
    return judge(input.claim)
  } catch (error) {
    return { rejected: { code: 'stage-failure', pointer: null, keyword: (error as Error).name } }
  }
}

/** The line that stands for a claim that cannot be read. */
export const rejectedLine = (line: number, { code, pointer, keyword }: Reason): object => ({ outcome: 'rejected', line, reason: code, pointer, keyword })
