import { describe, expect, it } from '@jest/globals'
import { linesOf } from './claim.js'

async function read(text: string | Buffer, options?: { asTheyAre: boolean }): Promise<[number, string][]> {
  const lines: [number, string][] = []
  // In pieces of a few bytes, as a slow pipe brings them.
  const bytes = Buffer.from(text)
  const pieces = Array.from({ length: Math.ceil(bytes.length / 3) }, (_, n) => bytes.subarray(n * 3, n * 3 + 3))
  for await (const { number, text, rejected } of linesOf(pieces as unknown as AsyncIterable<Uint8Array>, 8, options))
    lines.push([number, rejected?.code ?? text])
  return lines
}

describe('the lines of a stream', () => {
  it('are trimmed, and numbered though empty ones are left out', async () => {
    expect(await read(' a\r\n\n  \nlonger than eight\nb')).toEqual([
      [1, 'a'],
      [4, 'too-large'],
      [5, 'b'],
    ])
  })

  it('are refused where they are no UTF-8, each by itself; a character may come in two pieces', async () => {
    const broken = Buffer.from([...Buffer.from('a\n'), 0xe9, ...Buffer.from('\nab€\n')])
    expect(await read(broken)).toEqual([
      [1, 'a'],
      [2, 'not-utf-8'],
      [3, 'ab€'],
    ])
  })

  it('are given as they are where each stands for something', async () => {
    expect(await read(' a\r\n\n \nlonger than eight\n', { asTheyAre: true })).toEqual([
      [1, ' a\r'],
      [2, ''],
      [3, ' '],
      [4, 'too-large'],
    ])
    expect(await read('a\nb', { asTheyAre: true })).toEqual([
      [1, 'a'],
      [2, 'b'],
    ])
  })
})
