import { expect, it } from '@jest/globals'
import { cutOffsets } from './cut-offsets.js'

const cut = (from: bigint, to: bigint) =>
  cutOffsets({ partition: 2, from, to }, 10n).map(({ stretch, events }) =>
    stretch.kind === 'offsets' ? [stretch.partition, stretch.from, stretch.to, events] : [],
  )

it('cuts offsets at the same places, wherever the log begins and ends', () => {
  expect(cut(0n, 25n)).toEqual([
    [2, '0', '10', 10],
    [2, '10', '20', 10],
    [2, '20', '25', 5],
  ])
  expect(cut(7n, 20n)).toEqual([
    [2, '7', '10', 3],
    [2, '10', '20', 10],
  ])
  expect(cut(9_007_199_254_740_993n, 9_007_199_254_740_995n)).toEqual([[2, '9007199254740993', '9007199254740995', 2]])
  expect(cut(5n, 5n)).toEqual([])
})
