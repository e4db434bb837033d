import { describe, expect, it } from '@jest/globals'
import type { Fact } from '../../../api/types.ts'
import { marksOf, meantOf, partsOf } from './marks.ts'

const fact = (start: number, end: number, more: Partial<Fact> = {}): Fact => ({
  concept: 'myelopathy',
  documentId: 'D1',
  documentType: 'progress-note',
  start,
  end,
  text: '',
  assertion: 'affirmed',
  temporality: 'current',
  experiencer: 'patient',
  ...more,
})

describe('how a mention is meant', () => {
  it.each([
    [{}, 'affirmed'],
    [{ assertion: 'negated' as const }, 'negated'],
    [{ assertion: 'possible' as const }, 'possible'],
    [{ temporality: 'historical' as const }, 'historical'],
    [{ assertion: 'negated' as const, temporality: 'historical' as const }, 'negated'],
    [{ experiencer: 'other' as const }, 'other'],
    [{ assertion: 'hypothetical' as const }, 'other'],
  ])('%j is %s', (more, meant) => expect(meantOf(fact(0, 1, more))).toBe(meant))
})

describe('marks', () => {
  it('that overlap become one with all its concepts', () =>
    expect(marksOf([fact(5, 9), fact(0, 6, { concept: 'spondylosis' })], [])).toEqual([
      { start: 0, end: 9, meant: 'affirmed', concepts: ['spondylosis', 'myelopathy'], isCited: false },
    ]))

  it('that touch stay two', () => expect(marksOf([fact(0, 5), fact(5, 9)], [])).toHaveLength(2))

  it('say what the chosen finding cites, also where it is no mention', () => {
    const marks = marksOf(
      [fact(4, 8, { assertion: 'negated' })],
      [
        { start: 0, end: 8 },
        { start: 10, end: 12 },
      ],
    )
    expect(marks.map(({ meant, isCited }) => [meant, isCited])).toEqual([
      ['negated', true],
      ['cited', true],
    ])
  })

  it('and what is between them are the whole text', () => {
    const text = 'No myelopathy. Pain 🙂 at C6.'
    const parts = partsOf(text, marksOf([fact(3, 13), fact(15, 19)], []))
    expect(parts.map((part) => part.text).join('')).toBe(text)
    expect(parts.filter(({ mark }) => mark).map((part) => part.text)).toEqual(['myelopathy', 'Pain'])
  })
})
