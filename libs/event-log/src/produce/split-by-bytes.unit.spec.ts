import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { bytesOf, splitByBytes } from './split-by-bytes.js'

const itself = (bytes: number): number => bytes

describe('splitByBytes', () => {
  it('fills a run up to the limit', () => {
    expect(splitByBytes([4, 6, 1, 9], 10, itself)).toEqual([
      [4, 6],
      [1, 9],
    ])
  })

  it('sends what is too large alone', () => {
    expect(splitByBytes([1, 50, 1, 1], 10, itself)).toEqual([[1], [50], [1, 1]])
  })

  it('keeps all, in order, and no run of several above the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 })), fc.integer({ min: 1, max: 40 }), (items, limit) => {
        const runs = splitByBytes(items, limit, itself)
        expect(runs.flat()).toEqual(items)
        for (const run of runs) expect(run.length === 1 || run.reduce((a, b) => a + b) <= limit).toBe(true)
      }),
    )
  })
})

describe('bytesOf', () => {
  it('counts bytes, not characters', () => {
    expect(
      bytesOf({ key: 'é', value: null, headers: { a: 'ü' } }) - bytesOf({ key: '', value: null, headers: { a: '' } }),
    ).toBe(4)
  })
})
