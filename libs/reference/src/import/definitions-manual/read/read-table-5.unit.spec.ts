import { describe, expect, it } from '@jest/globals'
import { parseTable5 } from './read-table-5.js'

const HEADER = [
  'MS-DRG ',
  'FY 2027 Final Post-Acute DRG',
  'FY 2027 Final Special Pay DRG',
  'MDC',
  'TYPE',
  'MS-DRG Title',
  'Weights - Before Cap',
  'Weights - 10% Cap Applied',
  'Geometric mean LOS',
  'Arithmetic mean LOS',
]
const ROWS = [
  [
    '001',
    'No',
    'No',
    'PRE',
    'SURG',
    'HEART TRANSPLANT OR IMPLANT OF HEART ASSIST SYSTEM WITH MCC',
    '28.0239',
    '28.0239',
    '25.8',
    '36.2',
  ],
  ['52', 'Yes', 'No', '01', 'MED', '"SPINAL DISORDERS, AND INJURIES WITH CC/MCC"', '1.5', '1.4', '3.9', '5.3'],
  ['999', 'No', 'No', '', '**', 'UNGROUPABLE', '.', '.', '.', ''],
]
const TITLE =
  '"TABLE 5.-LIST OF MEDICARE SEVERITY DIAGNOSIS-RELATED GROUPS (MS-DRGS), RELATIVE WEIGHTING FACTORS,\nAND GEOMETRIC AND ARITHMETIC MEAN LENGTH OF STAY-FY 2027 Final Rule"'
const text = (header: string[], rows: string[][]): string =>
  [
    TITLE,
    header.join('\t'),
    ...rows.map((row) => row.join('\t')),
    'MS-DRGs 998 and 999 contain cases that could not be assigned.\t\t',
  ].join('\r\n')

describe('parseTable5', () => {
  it('reads the DRGs between titles and footnotes', () => {
    const { year, rows } = parseTable5('table5.txt', text(HEADER, ROWS))
    expect([year, rows.length]).toEqual(['2027', 3])
    expect(rows[1]).toEqual({
      drg: '052',
      post_acute: 'Yes',
      special_pay: 'No',
      mdc: '01',
      type: 'MED',
      title: 'SPINAL DISORDERS, AND INJURIES WITH CC/MCC',
      weight_before_cap: '1.5',
      weight_10pct_cap: '1.4',
      gmlos: '3.9',
      amlos: '5.3',
    })
  })

  it('takes the one weight of older tables for both', () => {
    const one = (row: string[]): string[] => row.filter((_, i) => i !== 6)
    const header = one(HEADER).map((cell) => (cell.startsWith('Weights') ? 'Weights' : cell))
    expect(parseTable5('table5.txt', text(header, ROWS.map(one))).rows[1]).toMatchObject({
      weight_before_cap: '1.4',
      weight_10pct_cap: '1.4',
    })
  })

  it.each([
    ['no header', 'MS-DRG\n001', 'table5.txt: no line with the columns of Table 5'],
    ['a missing column', text(HEADER.slice(0, 9), ROWS), 'table5.txt:3: no column for amlos'],
    [
      'a weight that is no number',
      text(HEADER, [['001', 'No', 'No', 'PRE', 'SURG', 'HEART', 'x', 'x', '1', '1']]),
      'table5.txt:4: not a row of Table 5',
    ],
    [
      'no year',
      text(
        HEADER.map((cell) => cell.replace('FY 2027', '')),
        ROWS,
      ).replace('FY 2027', ''),
      'does not say of which fiscal year',
    ],
    ['no DRG', text(HEADER, []), 'no DRG in it'],
  ])('refuses %s', (_, table, message) => {
    expect(() => parseTable5('table5.txt', table)).toThrow(message)
  })
})
