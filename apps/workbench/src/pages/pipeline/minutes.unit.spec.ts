import { describe, expect, it } from '@jest/globals'
import { MINUTES, columnsOf, sumsOf } from './minutes.js'

const outcomes = [
  { minute: '2026-03-01T10:00:00.000Z', outcome: 'clean' as const, claims: 5 },
  { minute: '2026-03-01T10:59:00.000Z', outcome: 'findings' as const, claims: 3 },
  { minute: '2026-03-01T10:59:00.000Z', outcome: 'clean' as const, claims: 4 },
  { minute: '2026-03-01T09:59:00.000Z', outcome: 'duplicate' as const, claims: 9 },
]

describe('the last hour', () => {
  it('has a column for each minute, the present one last', () => {
    const columns = columnsOf(outcomes, '2026-03-01T10:59:30.000Z')
    expect(columns).toHaveLength(MINUTES)
    expect([columns[0], columns[1], columns.at(-1)]).toEqual([5, 0, 7])
  })

  it('is summed by outcome, the most frequent first', () => {
    expect(sumsOf(outcomes)).toEqual([
      { outcome: 'clean', claims: 9 },
      { outcome: 'duplicate', claims: 9 },
      { outcome: 'findings', claims: 3 },
    ])
  })
})
