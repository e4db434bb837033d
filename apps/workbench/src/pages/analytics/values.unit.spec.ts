import { describe, expect, it } from '@jest/globals'
import { ALL, NONE, groupFilter } from './search.ts'
import { amountIn, valueIn } from './values.ts'

describe('a value', () => {
  it.each([
    ['share', 0.75, '75.0 %'],
    ['kappa', -0.125, '-0.13'],
    ['dollars', -1234.5, '−$1,235'],
    ['weight', 0.5048, '+0.5048'],
    ['findings', 12_345, '12,345'],
    ['share', null, '–'],
  ] as const)('in %s: %s is written %s', (unit, value, text) => expect(valueIn(unit, value)).toBe(text))

  it('of a share counts things', () => {
    expect([amountIn('share', 1_200), amountIn('dollars', 1_200)]).toEqual(['1,200', '+$1,200'])
  })
})

describe('the rows of a group', () => {
  it('are selected by its name, by an empty one where it names none, and by nothing for the total', () => {
    expect(groupFilter('coder', 'cid')).toEqual({ coder: 'cid' })
    expect(groupFilter('coder', NONE)).toEqual({ coder: '' })
    expect([groupFilter('coder', ALL), groupFilter(undefined, 'cid')]).toEqual([{}, {}])
  })
})
