import type { Reason } from '@claims-audit/contracts'
import { NOT_UTF8, TOO_LARGE } from './parse.js'
import { textOf } from './utf-8.js'

/** A line of a stream, without its end. */
export interface Line {
  number: number
  /** Empty where the line was longer than allowed and was skipped. */
  text: string
  /** Why the line cannot be read. */
  rejected?: Reason
}

const NEWLINE = 10

/**
 * Splits a stream of bytes into lines, holding never more than one line of `maxBytes` in memory. Lines are trimmed, and
 * empty ones left out; `asTheyAre`: neither.
 */
export async function* linesOf(
  stream: AsyncIterable<Uint8Array>,
  maxBytes: number,
  { asTheyAre = false } = {},
): AsyncGenerator<Line> {
  let held: Uint8Array[] = []
  let size = 0
  let number = 0
  const take = (): Line => {
    number += 1
    const isTooLarge = size > maxBytes
    const line = isTooLarge ? { number, text: '', rejected: TOO_LARGE } : lineOf(number, Buffer.concat(held), asTheyAre)
    held = []
    size = 0
    return line
  }
  const keep = (part: Uint8Array): void => {
    size += part.length
    if (size > maxBytes) held = []
    else held.push(part)
  }
  for await (const chunk of stream) {
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      keep(chunk.subarray(from, end))
      from = end + 1
      const line = take()
      if (asTheyAre || !isEmpty(line)) yield line
    }
    keep(chunk.subarray(from))
  }
  const last = take()
  if (!isEmpty(last)) yield last
}

/** What is no UTF-8 is decoded all the same: a claim may be named in it. */
function lineOf(number: number, bytes: Buffer, asItIs: boolean): Line {
  const read = textOf(bytes)
  const text = read ?? bytes.toString()
  return { number, text: asItIs ? text : text.trim(), ...(read === undefined && { rejected: NOT_UTF8 }) }
}

const isEmpty = ({ text, rejected }: Line): boolean => text === '' && rejected === undefined
