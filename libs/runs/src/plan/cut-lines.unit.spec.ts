import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { cutLines } from './cut-lines.js'

async function cut(text: string, chunk: number, o: { lines?: number; bytes?: number }) {
  const bytes = Buffer.from(text)
  async function* chunks() {
    for (let from = 0; from < bytes.length; from += chunk) yield bytes.subarray(from, from + chunk)
  }
  const units = []
  for await (const { stretch, events } of cutLines(chunks(), 0, o))
    if (stretch.kind === 'lines')
      units.push({ ...stretch, events, text: bytes.subarray(stretch.from, stretch.to).toString() })
  return units
}

describe('a stream of lines', () => {
  it('is cut after so many lines, or sooner where they are long', async () => {
    const units = await cut('a\nb\nc\nlonglonglong\nd\ne', 3, { lines: 3, bytes: 10 })
    expect(units.map(({ firstLine, events, text }) => [firstLine, events, text])).toEqual([
      [1, 3, 'a\nb\nc\n'],
      [4, 1, 'longlonglong\n'],
      [5, 2, 'd\ne'],
    ])
  })

  it('is cut alike however it comes, and nothing is lost between two units', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ maxLength: 8 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        async (lines, chunk) => {
          const text = lines.join('\n')
          const units = await cut(text, chunk, { lines: 4, bytes: 20 })
          expect(units.map((unit) => unit.text).join('')).toBe(text)
          expect(await cut(text, 1_000, { lines: 4, bytes: 20 })).toEqual(units)
        },
      ),
    )
  })
})
