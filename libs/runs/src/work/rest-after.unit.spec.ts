import { expect, it } from '@jest/globals'
import { restAfter } from './rest-after.js'

it('rests so long that the work is its share of the time', () => {
  expect([restAfter(100), restAfter(100, 0.5), restAfter(100, 0.25)]).toEqual([0, 100, 300])
})

it('rests no longer than the least share asks for, whatever was asked for before there was one', () => {
  expect([restAfter(100, 0.01), restAfter(100, 1e-9), restAfter(100, 5e-324)]).toEqual([9_900, 9_900, 9_900])
})
