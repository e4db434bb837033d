import { describe, expect, it } from '@jest/globals'
import { tablesGiven, type GivenRow } from './user-tables.js'

describe('tables that a case brings', () => {
  it('are those that a file would be read to', () => {
    const { coverage, poaExempt } = tablesGiven({
      coverage: [{ procedure: '22551', diagnosis: 'M43.0-', to: '2026-06-30' }],
      poaExempt: ['Z79.4'],
    })
    expect(coverage?.diagnosesFor('22551', '2026-06-30')).toEqual(['M43.0-'])
    expect(coverage?.diagnosesFor('22551', '2026-07-01')).toBeUndefined()
    expect(poaExempt?.has('Z79.4')).toBe(true)
  })

  it.each<[string, Record<string, GivenRow[]>]>([
    ['rates is no table: there are baseRates, poaExempt, coverage', { rates: [] }],
    ['coverage, row 1: code is not one of its columns', { coverage: [{ code: '22551' }] }],
    [
      'coverage, row 2: diagnosis must be a code',
      { coverage: [{ procedure: '22551', diagnosis: 'M43.02' }, { procedure: '22551' }] },
    ],
    ['coverage, row 1: 22551,M43.02 is not one of its columns', { coverage: ['22551,M43.02'] }],
    ['poaExempt, row 1: a row of this table is a line of text', { poaExempt: [{ code: 'Z79.4' }] }],
    ['no ICD-10-CM code in it', { poaExempt: ['none'] }],
  ])('are refused: %s', (message, given) => {
    expect(() => tablesGiven(given)).toThrow(message)
  })
})
