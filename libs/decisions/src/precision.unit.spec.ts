import { describe, expect, it } from '@jest/globals'
import { precisionOf } from './decisions.js'

describe('the precision of a rule', () => {
  // By Wilson's formula, as in Agresti and Coull 1998 (doi:10.1080/00031305.1998.10480550).
  it.each([
    [0, 10, 0, 0, 0.2775, false],
    [10, 0, 1, 0.7225, 1, false],
    [5, 5, 0.5, 0.2366, 0.7634, false],
    [4, 16, 0.2, 0.0807, 0.416, true],
    [3, 16, 3 / 19, 0.0552, 0.3757, false],
    [6, 14, 0.3, 0.1455, 0.519, false],
  ])('with %i agreed and %i disagreed', (agreed, disagreed, estimate, low, high, isNoisy) => {
    const found = precisionOf({ agreed, disagreed })
    expect(found).toMatchObject({ agreed, disagreed, estimate, isNoisy })
    expect(found.interval?.low).toBeCloseTo(low, 4)
    expect(found.interval?.high).toBeCloseTo(high, 4)
  })

  it('is unknown without a verdict', () =>
    expect(precisionOf({ agreed: 0, disagreed: 0 })).toMatchObject({ estimate: null, interval: null, isNoisy: false }))
})
