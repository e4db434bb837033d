import { describe, expect, it } from '@jest/globals'
import { linesOf } from './claim.js'

async function read(text: string, options?: { asTheyAre: boolean }): Promise<[number, string][]> {
  const lines: [number, string][] = []
  // In pieces of a few bytes, as a slow pipe brings them.
  const pieces = Array.from({ length: Math.ceil(text.length / 3) }, (_, n) => Buffer.from(text.slice(n * 3, n * 3 + 3)))
  for await (const { number, text, tooLarge } of linesOf(pieces as unknown as AsyncIterable<Uint8Array>, 8, options)) lines.push([number, tooLarge ? 'too large' : text])
  return lines
}

describe('the lines of a stream', () => {
  it('are trimmed, and numbered though empty ones are left out', async () => {
    expect(await read(' a\r\n\n  \nlonger than eight\nb')).toEqual([[1, 'a'], [4, 'too large'], [5, 'b']])
  })

  it('are given as they are where each stands for something', async () => {
    expect(await read(' a\r\n\n \nlonger than eight\n', { asTheyAre: true })).toEqual([[1, ' a\r'], [2, ''], [3, ' '], [4, 'too large']])
    expect(await read('a\nb', { asTheyAre: true })).toEqual([[1, 'a'], [2, 'b']])
  })
})
