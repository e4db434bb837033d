import { describe, expect, it } from '@jest/globals'
import { parseCsv } from './read-csv.js'
import { formatCsv } from './write-csv.js'

describe('formatCsv', () => {
  it('writes what parseCsv reads', () => {
    const rows = [
      { a: 'x, y', b: 'say "no"\nnow' },
      { a: '', b: 'plain' },
    ]
    expect(parseCsv(formatCsv(['a', 'b'], rows))).toEqual([
      ['a', 'b'],
      ['x, y', 'say "no"\nnow'],
      ['', 'plain'],
    ])
  })

  it('leaves a cell empty that a row does not have', () => {
    expect(formatCsv(['a', 'b'], [{ a: '1' }])).toBe('a,b\n1,\n')
  })
})
