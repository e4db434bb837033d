import { describe, expect, it } from '@jest/globals'
import { mention } from '../../testing/read.js'

describe('the side of a mention', () => {
  it.each([
    ['Left C6 radiculopathy.', 'left'],
    ['Radiculopathy, worse on the left.', undefined],
    ['Radiculopathy on the right side.', 'right'],
    ['Bilateral C6 radiculopathy.', 'bilateral'],
    ['Right arm pain and radiculopathy.', undefined],
    ['Radiculopathy.', undefined],
  ])('%s', (text, side) => {
    expect(mention(text, 'radiculopathy')?.laterality).toBe(side)
  })
})
