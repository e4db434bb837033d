/** A line of a stream, without its end; `tooLarge` where it was longer than allowed and was skipped. */
export interface Line {
  number: number
  text: string
  tooLarge: boolean
}

const NEWLINE = 10

/**
 * Splits a stream of bytes into lines, holding never more than one line of `maxBytes` in memory. Lines are trimmed, and empty ones left out; `asTheyAre`: neither.
 */
export async function* linesOf(stream: AsyncIterable<Uint8Array>, maxBytes: number, { asTheyAre = false } = {}): AsyncGenerator<Line> {
  let held: Uint8Array[] = []
  let size = 0
  let number = 0
  const take = (): Line => {
    number += 1
    const text = size > maxBytes ? '' : Buffer.concat(held).toString()
    const line = { number, text: asTheyAre ? text : text.trim(), tooLarge: size > maxBytes }
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
      if (asTheyAre || line.text !== '' || line.tooLarge) yield line
    }
    keep(chunk.subarray(from))
  }
  const last = take()
  if (last.text !== '' || last.tooLarge) yield last
}
