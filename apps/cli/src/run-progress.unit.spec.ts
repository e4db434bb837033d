import { describe, expect, it } from '@jest/globals'
import { barOf } from './run-progress.js'

describe('the bar of a run', () => {
  it('shows how far it is, how fast, and how long it will take', () => {
    expect(barOf({ total: 1_000, done: 500, perSecond: 5 })).toBe(
      `[${'='.repeat(15)}${' '.repeat(15)}] 50%  500 of 1000 events, 5/s, 1:40 left`,
    )
    expect(barOf({ total: 10_000_000, done: 0, perSecond: 100 })).toContain('27:46:40 left')
  })

  it('is full where there is nothing to do, and guesses no end without a rate', () => {
    expect(barOf({ total: 0, done: 0, perSecond: 0 })).toBe(`[${'='.repeat(30)}] 100%  0 of 0 events, 0/s`)
  })
})
