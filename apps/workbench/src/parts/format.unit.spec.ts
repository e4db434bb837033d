import { describe, expect, it } from '@jest/globals'
import { ageOf, dateAt, dayOf, daysBetween, daysLater, gainOf, timeAt, weightChange } from './format.ts'

describe('amounts', () => {
  it.each([
    [123_456, '+$1,235'],
    [-250_000, '−$2,500'],
    [0, '$0'],
    [null, '–'],
  ])('%s cents are %s', (cents, text) => expect(gainOf(cents)).toBe(text))

  it('keep the four digits of a weight', () => expect(weightChange(-0.5)).toBe('−0.5000'))
})

describe('times', () => {
  it('are in the zone of the site', () => {
    expect(timeAt({ zone: 'America/Chicago' }, '2026-01-05T04:30:00Z')).toBe('4 Jan 2026, 22:30')
    expect(dateAt({ zone: 'America/Chicago' }, new Date('2026-01-05T04:30:00Z'))).toBe('2026-01-04')
  })

  it('of a day have no zone', () => expect(dayOf('2026-01-05')).toBe('5 Jan 2026'))

  it('are counted in days across months', () => {
    expect(daysBetween('2026-01-30', '2026-02-02')).toBe(3)
    expect(daysLater('2026-01-30', 3)).toBe('2026-02-02')
  })

  it.each([
    ['2026-01-05T11:58:00Z', '2 min'],
    ['2026-01-05T02:00:00Z', '10 h'],
    ['2026-01-01T12:00:00Z', '4 d'],
    ['2026-01-06T12:00:00Z', '0 min'],
  ])('since %s it is %s', (instant, age) => expect(ageOf(instant, Date.parse('2026-01-05T12:00:00Z'))).toBe(age))
})
