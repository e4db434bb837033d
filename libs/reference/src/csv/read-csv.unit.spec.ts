import { describe, expect, it } from '@jest/globals'
import { parseCsv } from './read-csv.js'

describe('parseCsv', () => {
  it('reads quoted commas, quotes and line breaks', () => {
    expect(parseCsv('a,b\r\n"x, y","say ""no""\nnow"\n,\n')).toEqual([
      ['a', 'b'],
      ['x, y', 'say "no"\nnow'],
      ['', ''],
    ])
  })

  it('reads a last line without a line break', () => {
    expect(parseCsv('a,b\n1,2')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
  })

  it('refuses what is not CSV', () => {
    expect(() => parseCsv('a,"b\n')).toThrow(SyntaxError)
  })
})
