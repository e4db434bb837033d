import { describe, expect, it } from '@jest/globals'
import { MANUAL_TABLES, type DefinitionsManual } from './definitions-manual/definitions-manual.js'
import { describeDifferences, describeScores } from './describe-import.js'

const EMPTY = Object.fromEntries(Object.keys(MANUAL_TABLES).map((table) => [table, []])) as unknown as DefinitionsManual
const row = (code: string) => ({ code, title: '' })

describe('what the import prints', () => {
  it('says by table which rows differ, and how often', () => {
    const lines = describeDifferences(
      MANUAL_TABLES,
      { ...EMPTY, 'cc-alive-only': [row('I462'), row('I462'), row('R092')] },
      { ...EMPTY, 'cc-alive-only': [row('I462'), row('R570')] },
    )
    expect(lines).toContain('drg: 0 rows, 0 of them not kept, 0 kept that are not printed')
    expect(
      lines.slice(lines.indexOf('cc-alive-only: 3 rows, 2 of them not kept, 1 kept that are not printed')).slice(1, 4),
    ).toEqual(['  + ["I462",""]', '  + ["R092",""]', '  - ["R570",""]'])
    expect(describeDifferences(MANUAL_TABLES, EMPTY, {})[0]).toBe('drg: 0 rows, none kept')
  })

  it('says how many were right, and names the first wrong ones', () => {
    const none = { right: 1, byHand: 0, wrong: [] }
    const scores = {
      diagnoses: { right: 3, byHand: 1, wrong: ['A01'] },
      procedures: none,
      clusters: none,
      exclusions: none,
      mdcBySex: none,
      titles: none,
    }
    expect(describeScores(scores).slice(0, 2)).toEqual([
      'diagnoses: 3 right, 1 by hand, 1 wrong A01',
      'procedures: 1 right, 0 by hand, 0 wrong',
    ])
  })
})
