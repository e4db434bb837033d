import { expect, it } from '@jest/globals'
import { restAfter } from './rest-after.js'

it('rests so long that the work is its share of the time', () => {
  expect([restAfter(100), restAfter(100, 0.5), restAfter(100, 0.25)]).toEqual([0, 100, 300])
})
